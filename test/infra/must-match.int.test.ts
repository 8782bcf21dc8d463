import { build, type Plugin } from 'esbuild'
import { mustMatch } from '../../infra/bundle/must-match.ts'

const replace = (filter: RegExp): Plugin => ({
  name: 'replace-module',
  setup(build) {
    build.onResolve({ filter: /^replaced$/ }, () => ({ path: 'replaced', namespace: 'test' }))
    build.onLoad({ filter, namespace: 'test' }, () => ({ contents: 'export default 1' }))
  },
})

const bundle = (plugin: Plugin, contents: string) =>
  build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    external: ['other'],
    logLevel: 'silent',
    plugins: [mustMatch(plugin)],
  })

describe('a bundle plugin', () => {
  it('builds when every filter matched', async () => {
    const { outputFiles } = await bundle(
      replace(/^replaced$/),
      "import one from 'replaced'; console.log(one)",
    )
    expect(outputFiles?.[0]?.text).toContain('var replaced_default = 1')
  })

  it('fails the build when a filter matched no file', async () => {
    await expect(bundle(replace(/^replaced$/), "import one from 'other'; console.log(one)")).rejects.toThrow(
      'Bundle plugin replace-module matched no file; remove it or correct its filter.',
    )
  })

  it('fails the build when the callback of a filter returns nothing', async () => {
    const plugin: Plugin = {
      name: 'idle',
      setup: (build) => build.onResolve({ filter: /.*/ }, () => undefined),
    }
    await expect(bundle(plugin, "import one from 'other'; console.log(one)")).rejects.toThrow(
      'Bundle plugin idle matched no file; remove it or correct its filter.',
    )
  })
})
