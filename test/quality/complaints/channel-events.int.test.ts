import { catalogue } from '../../../events/catalogue.ts'
import {
  type ChannelClaimSnapshot,
  type ChannelOrderSnapshot,
  channelClaimChanged,
  channelOrderChanged,
} from '../../../events/channels/channel-events.ts'
import { orderChannelConflict } from '../../../events/orders/order-events.ts'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import * as api from '../../../functions/quality/api.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { callerOf, storeA } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const ask = callerOf(api)
const exampleOf = <S>(type: string): S => catalogue.get(type)?.example?.snapshot as unknown as S
const claim = exampleOf<ChannelClaimSnapshot>(channelClaimChanged.type)

interface Issue {
  readonly summary: string
  readonly occurrences: number
  readonly status: string
  readonly references: readonly { readonly value: string }[]
}
const issues = async (orderId: string) =>
  (await ask<{ items: Issue[] }>('GET', '/quality/issues')).body.items.filter(({ references }) =>
    references.some(({ value }) => value === orderId),
  )

const claimed = (snapshot: ChannelClaimSnapshot) =>
  busMessage(eventOf(channelClaimChanged, snapshot, { externalId: snapshot.externalId }), 'channels')

describe('a claim of a channel', () => {
  it('opens one issue about its order, however often it is delivered and however it continues', async () => {
    const orderId = orderIdOf(storeA.store, claim.channel, claim.claim.orderExternalId ?? '')
    const closed = { ...claim, version: 2, claim: { ...claim.claim, status: 'closed' as const } }
    expect(await deliver(handler, [claimed(claim), claimed(claim)])).toEqual([])
    expect(await deliver(handler, [claimed(closed), claimed(claim)])).toEqual([])
    expect(await issues(orderId)).toMatchObject([
      {
        origin: 'claim',
        category: 'different-or-defective',
        status: 'open',
        occurrences: 1,
        summary: 'claim 5256749420 at mercado-livre: mediations, claim, PDD9939',
      },
    ])
  })

  it('adds an occurrence to the open issue of the same subject', async () => {
    const one = { ...claim, id: 'chc_2', claim: { ...claim.claim, externalId: '2', orderExternalId: '77' } }
    const other = { ...claim, id: 'chc_3', claim: { ...claim.claim, externalId: '3', orderExternalId: '77' } }
    await deliver(handler, [claimed(one)])
    await deliver(handler, [claimed(other)])
    expect(await issues(orderIdOf(storeA.store, claim.channel, '77'))).toMatchObject([{ occurrences: 2 }])
  })
})

describe('a channel update that conflicts with the order', () => {
  it('opens an issue, once for each update', async () => {
    const order = exampleOf<OrderSnapshot>(orderChannelConflict.type)
    const conflict = (version: number, says: string) =>
      busMessage(eventOf(orderChannelConflict, { ...order, version }, { says, revision: version }), 'orders')
    await deliver(handler, [conflict(3, 'cancelled')])
    await deliver(handler, [conflict(4, 'cancelled')])
    expect(await issues(order.id)).toMatchObject([{ category: 'channel-conflict', occurrences: 1 }])
  })
})

describe('facts from a channel', () => {
  const example = exampleOf<ChannelOrderSnapshot>(channelOrderChanged.type)
  const fees = (commission: number) => ({
    channelFees: { commission, fixed: 0, freight: 0, reported: commission },
  })
  const publishedEvents = (version: number, commission: number) => {
    const order = example.order && { ...example.order, facts: fees(commission) }
    const snapshot = { ...example, version, ...(order && { order }) }
    return busMessage(eventOf(channelOrderChanged, snapshot, { externalId: example.externalId }), 'channels')
  }
  const path = `/quality/facts/orders/${orderIdOf(storeA.store, example.channel, example.externalId)}`
  const facts = async () => (await ask<{ facts: object; version: number }>('GET', path)).body

  it('are merged with recorded facts, and ignored from an older revision', async () => {
    const carrier = { carrier: 'Correios' }
    await ask('PUT', path, { body: carrier, headers: { 'if-match': '*' } })
    await deliver(handler, [publishedEvents(4, 500)])
    expect((await facts()).facts).toEqual({ ...carrier, ...fees(500) })
    await deliver(handler, [publishedEvents(3, 400), publishedEvents(4, 500)])
    expect(await facts()).toMatchObject({ facts: { ...carrier, ...fees(500) }, version: 2 })
  })
})
