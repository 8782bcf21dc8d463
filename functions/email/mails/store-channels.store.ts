import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { find } from '../../../shared/table/load.store.ts'

/** The channels that a store's customers have bought through, the newest last. */
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

/** Channels that this instance has seen to be known: orders then cost neither a write nor a read. */
const recordedHere = new Set<string>()
const maxRecordedHere = 10_000

/** The channels by which a number may be an order's. */
export const findChannels = async (store: string): Promise<readonly string[]> =>
  (await find(storeChannels, store, id))?.channels ?? []

/** Notes that a store sells through a channel, once. Errors: `stale-version`, `busy`. */
export async function recordChannel(store: string, channel: string, cause: Cause, at: string): Promise<void> {
  const key = `${store}#${channel}`
  if (recordedHere.has(key)) return
  const known = await find(storeChannels, store, id)
  if (known?.channels.includes(channel) !== true) {
    const channels = [...(known?.channels ?? []), channel].slice(-maxChannels)
    const next = { id, store, version: (known?.version ?? 0) + 1, channels }
    const { outcome } = await commit([change(storeChannels, { next, events: [] })], cause, {
      at,
      withoutEvents: true,
    })
    if (outcome === 'exists')
      throw new DomainError('stale-version', 'the first channel was noted at the same time: read again')
  }
  if (recordedHere.size >= maxRecordedHere) recordedHere.clear()
  recordedHere.add(key)
}
