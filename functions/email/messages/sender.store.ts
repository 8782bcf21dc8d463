import type { AggregateState, Cause, Decision } from '../../../shared/decision.ts'
import { fingerprint } from '../../../shared/ids.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { find } from '../../../shared/table/load.store.ts'

/** The newest threads that an address began, the newest first. */
export interface Sender extends AggregateState {
  readonly threads: readonly string[]
}

export const senders: AggregateKind<Sender> = {
  name: 'SENDER',
  slice: 'email',
  type: 'sender',
  retention: 'correspondence',
  // Its key contains a hash of the address: expire the item at once when the address is erased.
  retainUntil: ({ threads }) => (threads.length === 0 ? '1970-01-02T00:00:00.000Z' : undefined),
}

const maxThreads = 20

/** Keys contain addresses only as fingerprints: keys reach logs and metrics, addresses must not. */
export const senderId = (address: string): string => fingerprint(address.trim().toLowerCase()).slice(0, 32)

export const findSender = (store: string, address: string): Promise<Sender | undefined> =>
  find(senders, store, senderId(address))

/** Records that an address began a thread. */
export const withThread = (
  existing: Sender | undefined,
  { store, address, threadId }: { store: string; address: string; threadId: string },
): Decision<Sender> & { readonly events: readonly never[] } => ({
  next: {
    id: senderId(address),
    store,
    version: (existing?.version ?? 0) + 1,
    threads: [threadId, ...(existing?.threads ?? []).filter((id) => id !== threadId)].slice(0, maxThreads),
  },
  events: [],
})

/** A sender whose address is erased: the item has no threads and expires at once. */
export const withoutThreads = (sender: Sender): Decision<Sender> => ({
  next: { ...sender, version: sender.version + 1, threads: [] },
  events: [],
})

/** Writes a sender. Errors: `stale-version`, `busy`. */
export async function commitSender(decision: Decision<Sender>, cause: Cause, at: string): Promise<void> {
  await commit([change(senders, decision)], cause, { at, withoutEvents: true })
}
