import fc from 'fast-check'
import { catalogue } from '../../../events/catalogue.ts'
import type { ChannelOrderSnapshot } from '../../../events/channels/channel-events.ts'
import { type CanonicalOrder, channelStatuses } from '../../../events/channels/channel-schema.ts'
import {
  applyClaim,
  applyOrderFact,
  type ChannelOrder,
  type OrderFact,
} from '../../../functions/channels/deliveries/channel-order.ts'
import { later } from '../../support/orders.ts'

const example = catalogue.get('channels.order-imported')?.example?.snapshot as unknown as ChannelOrderSnapshot
const canonical = example.order as CanonicalOrder
const { externalId } = canonical
const source = {
  connection: { id: example.connectionId, store: example.store, platform: 'shopify', channel: 'shopify' },
  raw: 'del_1',
  unknown: [],
} as const

const order = (more: Partial<CanonicalOrder> = {}): OrderFact => ({
  kind: 'order',
  order: { ...canonical, ...more },
})
const take = (known: ChannelOrder | undefined, fact: OrderFact) =>
  applyOrderFact(known, 'cho_1', fact, source)

/** The state after some facts, without versions and delivery ids. */
function after(facts: readonly OrderFact[]): object {
  const end = facts.reduce<ChannelOrder | undefined>((known, fact) => take(known, fact).next, undefined)
  return { order: end?.order, parts: end?.parts }
}

const minute = fc.integer({ min: 0, max: 4 }).map(later)
const fact: fc.Arbitrary<OrderFact> = fc.oneof(
  fc
    .record({
      updatedAt: minute,
      status: fc.constantFrom(...channelStatuses),
      platformStatus: fc.constantFrom('a', 'b'),
    })
    .map(order),
  fc
    .record({
      updatedAt: minute,
      id: fc.constantFrom('s1', 's2'),
      status: fc.constantFrom('ready', 'shipped'),
    })
    .map(
      ({ updatedAt, id, status }): OrderFact => ({
        kind: 'shipment',
        externalId,
        updatedAt,
        shipment: { externalId: id, status },
      }),
    ),
  fc
    .record({ updatedAt: minute, id: fc.constantFrom('r1', 'r2'), amount: fc.integer({ min: 1, max: 3 }) })
    .map(
      ({ updatedAt, id, amount }): OrderFact => ({
        kind: 'refund',
        externalId,
        updatedAt,
        refund: { externalId: id, amount, at: updatedAt, returnsGoods: false },
      }),
    ),
  fc.record({ updatedAt: minute, state: fc.constantFrom('requested', 'done') }).map(
    ({ updatedAt, state }): OrderFact => ({
      kind: 'cancellation',
      externalId,
      updatedAt,
      cancellation: { state },
    }),
  ),
  fc.record({ updatedAt: minute, dispatchBy: minute }).map(
    ({ updatedAt, dispatchBy }): OrderFact => ({
      kind: 'deadlines',
      externalId,
      updatedAt,
      deadlines: { dispatchBy },
    }),
  ),
  fc.record({ updatedAt: minute, amount: fc.integer({ min: 0, max: 2 }) }).map(
    ({ updatedAt, amount }): OrderFact => ({
      kind: 'payment',
      externalId,
      updatedAt,
      payment: { status: 'approved', approvedAmount: amount, refundedAmount: 0, reference: 'p' },
    }),
  ),
)

describe('an order of a channel', () => {
  it('reaches the same state from facts in any order, repeated or not', () => {
    const history = fc.array(fact, { maxLength: 12 }).chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray([...facts, ...facts], {
          minLength: 2 * facts.length,
          maxLength: 2 * facts.length,
        }),
      ),
    )
    fc.assert(fc.property(history, ([facts, mixed]) => expect(after(mixed)).toEqual(after(facts))))
  })

  it('imports an order once; later updates change it', () => {
    const first = take(undefined, order())
    expect(first.events).toEqual([{ type: 'channels.order-imported', data: { externalId } }])
    expect(first.next.version).toBe(1)
    const next = take(first.next, order({ updatedAt: later(60), status: 'shipped' }))
    expect(next.events).toEqual([{ type: 'channels.order-changed', data: { externalId } }])
    expect(next.next).toMatchObject({ version: 2, order: { status: 'shipped' } })
  })

  it('ignores an older or equal version', () => {
    const known = take(undefined, order({ updatedAt: later(10) })).next
    for (const old of [order({ updatedAt: later(10) }), order({ updatedAt: later(9), status: 'cancelled' })])
      expect(take(known, old)).toEqual({ next: known, events: [] })
  })

  it('prefers the status further on of two versions of one second', () => {
    const known = take(undefined, order({ status: 'shipped' })).next
    expect(take(known, order({ status: 'paid' })).events).toEqual([])
    expect(take(known, order({ status: 'delivered' })).next.order?.status).toBe('delivered')
  })

  it('keeps the delivery of the last whole version', () => {
    const known = take(undefined, order()).next
    const parts = applyOrderFact(
      known,
      'cho_1',
      { kind: 'cancellation', externalId, updatedAt: later(1), cancellation: { state: 'done' } },
      { ...source, raw: 'del_2' },
    )
    expect(parts.next).toMatchObject({ raw: 'del_1', version: 2 })
  })
})

describe('a claim', () => {
  const example = catalogue.get('channels.claim-changed')?.example?.snapshot as unknown as Parameters<
    typeof applyClaim
  >[0]
  const claim = example!.claim

  it('keeps the newest version of a claim', () => {
    const first = applyClaim(undefined, 'chc_1', { kind: 'claim', claim }, source).next
    const closed = { ...claim, status: 'closed' as const, updatedAt: '2026-11-25T12:00:00.000Z' }
    const second = applyClaim(first, 'chc_1', { kind: 'claim', claim: closed }, source).next
    expect(second).toMatchObject({ version: 2, claim: { status: 'closed' } })
    expect(applyClaim(second, 'chc_1', { kind: 'claim', claim }, source)).toEqual({
      next: second,
      events: [],
    })
  })
})
