import { type FSWatcher, readdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'

export interface WatchOptions {
  readonly functionNames: readonly string[]
  /** Folders of the sources. */
  readonly folders: readonly string[]
  /** Output folder of the build: `functions/<name>/index.js`. */
  readonly bundles: string
  /** Rebuilds the bundles; rejects on a source error. */
  readonly rebuild: () => Promise<unknown>
  /** Receives each function whose bundle changed, with its folder. */
  readonly reload: (functionName: string, directory: string) => void
  /** Receives the result of a rebuild. */
  readonly report: (changed: readonly string[], error?: Error) => void
}

/** Editors write a file in several steps. */
const QUIET_MS = 60

/** Rebuilds on a source change and reloads the affected functions; returns a function that stops it. */
export function watchSources(options: WatchOptions): () => void {
  const { functionNames: names, folders, bundles, rebuild, reload, report } = options
  const directoryOf = (name: string) => join(bundles, 'functions', name)
  const read = () =>
    new Map(names.map((name) => [name, readFileSync(join(directoryOf(name), 'index.js'), 'utf8')]))
  let lastRead = read()
  let timer: NodeJS.Timeout | undefined
  let building: Promise<void> = Promise.resolve()

  async function refresh(): Promise<void> {
    try {
      await rebuild()
      const now = read()
      const changed = names.filter((name) => now.get(name) !== lastRead.get(name))
      lastRead = now
      for (const name of changed) reload(name, directoryOf(name))
      report(changed)
    } catch (error) {
      report([], error as Error)
    }
  }

  // Watch each directory: a recursive watch loses files that an editor replaces on save.
  const watchers = new Map<string, FSWatcher>()
  function watchDirectories(): void {
    const present = new Set(folders.flatMap(directoriesIn))
    for (const [directory, watcher] of watchers) {
      if (present.has(directory)) continue
      watcher.close()
      watchers.delete(directory)
    }
    for (const directory of present) {
      if (!watchers.has(directory)) watchers.set(directory, watch(directory, noticed))
    }
  }

  function noticed(): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      watchDirectories()
      building = building.then(refresh)
    }, QUIET_MS)
  }

  watchDirectories()
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers.values()) watcher.close()
  }
}

function directoriesIn(folder: string): string[] {
  const below = readdirSync(folder, { recursive: true, withFileTypes: true })
  return [
    folder,
    ...below.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name)),
  ]
}
