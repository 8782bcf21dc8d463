import { handler } from '../../../functions/email/inbox.ts'
import type { AggregateState } from '../../../shared/decision.ts'
import { type OutboxRecord, stateOf } from '../../../shared/table/aggregate.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import type { MailFixture } from './mail-fixture.ts'

/** Delivers the slice's own events to its inbox, each version once, until there are no new ones. */
export function openRelay({ suite }: MailFixture): () => Promise<void> {
  const brought = new Set<string>()
  const next = async () => {
    const items = await suite.table.items('S#')
    for (const { outbox, state, happened } of items) {
      if (outbox?.S !== 'email' || state?.B === undefined || happened?.B === undefined) continue
      const snapshot = stateOf<AggregateState>(state.B)
      const key = `${snapshot.id}.${snapshot.version}`
      if (brought.has(key)) continue
      brought.add(key)
      return { snapshot, outboxRecord: unpack(happened.B) as OutboxRecord }
    }
    return undefined
  }
  return async () => {
    for (let one = await next(); one !== undefined; one = await next()) {
      const { snapshot, outboxRecord } = one
      for (const { type, data } of outboxRecord.events) {
        const event = eventOf(
          { type, aggregate: outboxRecord.type } as never,
          snapshot as never,
          data as never,
        )
        expect(await deliver(handler, [busMessage(event, 'email')])).toEqual([])
      }
    }
  }
}
