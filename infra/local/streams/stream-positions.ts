import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Progress of a mapping in each shard: everything up to its position is done. */
export interface Positions {
  /** Position of an earlier start; undefined when there is none. */
  of(shardId: string): { readonly after: string } | undefined
  /** Records that a record was read; one that is not `wanted` is done at once. */
  read(shardId: string, sequence: string, wanted: boolean): void
  finished(shardId: string, sequence: string): void
  /** Number of records that were read and are not done. */
  unfinished(): number
  close(): void
}

interface Shard {
  last: string | undefined
  /** Unfinished records in order, each with its predecessor. */
  readonly unfinished: Map<string, string | undefined>
}

const SAVE_EVERY_MS = 1000

/** Opens the positions of a mapping; stored in a folder if one is given. */
export function openPositions(dataDir: string | undefined, mappingName: string): Positions {
  const file = dataDir === undefined ? undefined : join(dataDir, `stream-position-${mappingName}.json`)
  const shards = new Map<string, Shard>()
  for (const [shardId, last] of Object.entries(load(file)))
    shards.set(shardId, { last, unfinished: new Map() })
  const saving = file === undefined ? undefined : setInterval(save, SAVE_EVERY_MS).unref()
  let changed = false

  function shard(shardId: string): Shard {
    const existing = shards.get(shardId)
    if (existing !== undefined) return existing
    const fresh = { last: undefined, unfinished: new Map() }
    shards.set(shardId, fresh)
    return fresh
  }

  function position({ last, unfinished }: Shard): string | undefined {
    const [beforeFirst] = unfinished.values()
    return unfinished.size === 0 ? last : beforeFirst
  }

  function save(): void {
    if (file === undefined || !changed) return
    changed = false
    const all = [...shards].map(([shardId, one]) => [shardId, position(one)])
    writeFileSync(file, JSON.stringify(Object.fromEntries(all)))
  }

  return {
    of(shardId) {
      const existing = shards.get(shardId)
      const after = existing && position(existing)
      return after === undefined ? undefined : { after }
    },
    read(shardId, sequence, wanted) {
      const one = shard(shardId)
      if (wanted) one.unfinished.set(sequence, one.last)
      one.last = sequence
      changed = true
    },
    finished(shardId, sequence) {
      shard(shardId).unfinished.delete(sequence)
      changed = true
    },
    unfinished() {
      let count = 0
      for (const one of shards.values()) count += one.unfinished.size
      return count
    },
    close() {
      clearInterval(saving)
      save()
    },
  }

  function load(path: string | undefined): Record<string, string> {
    if (path === undefined) return {}
    mkdirSync(join(path, '..'), { recursive: true })
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
    } catch {
      // No file yet: the first start in this folder.
      return {}
    }
  }
}
