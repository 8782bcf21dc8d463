import { handler } from '../../../functions/email/inbox.ts'
import type { AggregateState } from '../../../shared/decision.ts'
import { type OutboxRecord, stateOf } from '../../../shared/table/aggregate.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import type { MailStage } from './mail-fixture.ts'

/** Brings the slice's inbox what its own aggregates tell, each version once, until nothing new is told. */
export function openRelay({ suite }: MailStage): () => Promise<void> {
  const brought = new Set<string>()
  const next = async () => {
    const items = await suite.table.items('S#')
    for (const { outbox, state, happened } of items) {
      if (outbox?.S !== 'email' || state?.B === undefined || happened?.B === undefined) continue
      const snapshot = stateOf<AggregateState>(state.B)
      const key = `${snapshot.id}.${snapshot.version}`
      if (brought.has(key)) continue
      brought.add(key)
      return { snapshot, told: unpack(happened.B) as OutboxRecord }
    }
    return undefined
  }
  return async () => {
    for (let one = await next(); one !== undefined; one = await next()) {
      const { snapshot, told } = one
      for (const { type, data } of told.events) {
        const event = eventOf({ type, aggregate: told.type } as never, snapshot as never, data as never)
        expect(await deliver(handler, [busMessage(event, 'email')])).toEqual([])
      }
    }
  }
}
