import { readFileSync, watch } from 'node:fs'
import { join } from 'node:path'

export interface WatchOptions {
  readonly functionNames: readonly string[]
  /** Folders whose files the bundles are made of. */
  readonly folders: readonly string[]
  /** Folder of the bundles: `functions/<name>/index.js`. */
  readonly bundles: string
  /** Makes the bundles anew; rejects when the source is broken. */
  readonly rebuild: () => Promise<unknown>
  /** Gets the functions whose bundle came out differently, with its folder. */
  readonly reload: (functionName: string, directory: string) => void
  /** Gets what a rebuild came to. */
  readonly report: (changed: readonly string[], error?: Error) => void
}

/** Editors write a file in several steps. */
const QUIET_MS = 60

/** Rebuilds when a source file changes and reloads the functions that it concerns; returns what ends that. */
export function watchSources(options: WatchOptions): () => void {
  const { functionNames: names, folders, bundles, rebuild, reload, report } = options
  const directoryOf = (name: string) => join(bundles, 'functions', name)
  const read = () =>
    new Map(names.map((name) => [name, readFileSync(join(directoryOf(name), 'index.js'), 'utf8')]))
  let known = read()
  let timer: NodeJS.Timeout | undefined
  let building: Promise<void> = Promise.resolve()

  async function refresh(): Promise<void> {
    try {
      await rebuild()
      const now = read()
      const changed = names.filter((name) => now.get(name) !== known.get(name))
      known = now
      for (const name of changed) reload(name, directoryOf(name))
      report(changed)
    } catch (error) {
      report([], error as Error)
    }
  }

  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        building = building.then(refresh)
      }, QUIET_MS)
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
