import type * as z from 'zod/mini'
import type { EnvelopeHeader, EventDefinition } from './envelope.ts'

/** An example of a published event. */
export interface EventExample extends EnvelopeHeader {
  readonly data: Readonly<Record<string, unknown>>
  readonly snapshot: Readonly<Record<string, unknown>>
}

/**
 * Makes an example of an event: the given data and snapshot, in the envelope that the relay would make. Examples have
 * files of their own, so that no function's bundle contains them.
 */
export function exampleOf<D extends EventDefinition>(
  { type, version, aggregate }: D,
  data: z.infer<D['data']>,
  snapshot: z.infer<D['snapshot']>,
): EventExample {
  const state: Record<string, unknown> = snapshot
  const id = String(state['id'])
  return {
    id: `${id}.${String(state['version'])}.0`,
    type,
    version,
    store: String(state['store']),
    occurredAt: '2026-11-24T12:00:00.000Z',
    aggregate: { type: aggregate, id, version: Number(state['version']) },
    causationId: 'JKJaXmPLvHcESHA=',
    correlationId: 'JKJaXmPLvHcESHA=',
    actor: { type: 'client', id: 'storefront' },
    data,
    snapshot,
  }
}
