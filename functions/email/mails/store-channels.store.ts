import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { find } from '../../../shared/table/load.store.ts'

/** The channels through which a store has sold, the newest last. */
interface StoreChannels {
  readonly id: string
  readonly store: string
  readonly version: number
  readonly channels: readonly string[]
}

const storeChannels: AggregateKind<StoreChannels> = {
  name: 'KNOWN-CHANNELS',
  slice: 'email',
  type: 'known-channels',
  retention: 'business',
}

const id = 'known-channels'
const maxChannels = 20

/** Channels that this instance has recorded or read: further orders cost neither a write nor a read. */
const recordedHere = new Set<string>()
const maxRecordedHere = 10_000

/** The channels of a store. */
export const findChannels = async (store: string): Promise<readonly string[]> =>
  (await find(storeChannels, store, id))?.channels ?? []

/** Records a channel of a store, once. Errors: `stale-version`, `busy`. */
export async function recordChannel(store: string, channel: string, cause: Cause, at: string): Promise<void> {
  const key = `${store}#${channel}`
  if (recordedHere.has(key)) return
  const existing = await find(storeChannels, store, id)
  if (existing?.channels.includes(channel) !== true) {
    const channels = [...(existing?.channels ?? []), channel].slice(-maxChannels)
    const next = { id, store, version: (existing?.version ?? 0) + 1, channels }
    const { outcome } = await commit([change(storeChannels, { next, events: [] })], cause, {
      at,
      withoutEvents: true,
    })
    if (outcome === 'exists') throw new DomainError('stale-version', 'Concurrent update; retry.')
  }
  if (recordedHere.size >= maxRecordedHere) recordedHere.clear()
  recordedHere.add(key)
}
