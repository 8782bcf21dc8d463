import type { OnLoadOptions, OnResolveOptions, Plugin, PluginBuild } from 'esbuild'

interface Filter {
  readonly pattern: RegExp
  matched: boolean
}

/**
 * Fails the build when a filter of the plugin replaced nothing: a package that renamed a file would otherwise return
 * to the bundles unnoticed. A callback that returns nothing does not count.
 */
export function mustMatch(plugin: Plugin): Plugin {
  return {
    name: plugin.name,
    async setup(build) {
      const filters: Filter[] = []
      const watched =
        <Options extends OnLoadOptions | OnResolveOptions, Args, Result>(
          register: (options: Options, callback: (args: Args) => Promise<Result>) => void,
        ) =>
        (options: Options, callback: (args: Args) => Result | Promise<Result>): void => {
          const filter: Filter = { pattern: options.filter, matched: false }
          filters.push(filter)
          register(options, async (args) => {
            const result = await callback(args)
            if (result !== undefined && result !== null) filter.matched = true
            return result
          })
        }
      const recording: PluginBuild = {
        ...build,
        onLoad: watched(build.onLoad),
        onResolve: watched(build.onResolve),
      }
      await plugin.setup(recording)
      build.onEnd(() => ({
        errors: filters
          .filter(({ matched }) => !matched)
          .map(({ pattern }) => ({
            text: `Bundle plugin ${plugin.name} matched no file; remove it or correct its filter.`,
            notes: [{ text: `Filter: ${pattern.source}` }],
          })),
      }))
    },
  }
}
