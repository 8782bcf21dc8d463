import { catalogue } from '../../events/catalogue.ts'
import type { ChannelClaimSnapshot, ChannelQuestionSnapshot } from '../../events/channels/channel-events.ts'
import type { Fact } from '../../functions/channels/canonical/canonical.ts'
import { recordFacts } from '../../functions/channels/deliveries/facts.store.ts'
import { commitOrder } from '../../functions/orders/order/order.store.ts'
import { placeOrder } from '../../functions/orders/order/place-order.ts'
import { timelineOf } from '../../infra/ops/order-timeline.ts'
import { cause } from '../support/cause.ts'
import { aPlaceOrder, fixedNow, later } from '../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../support/suite/suite-fixture.ts'

let stage: SuiteFixture
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())

const snapshotOf = <S>(type: string): S => catalogue.get(type)?.example?.snapshot as unknown as S
const { claim } = snapshotOf<ChannelClaimSnapshot>('channels.claim-changed')
const { question } = snapshotOf<ChannelQuestionSnapshot>('channels.question-asked')

it('shows channel updates, claims and questions of an order in time order', async () => {
  const { channel, externalId, ...more } = aPlaceOrder()
  const decision = placeOrder({ ...more, channel, externalId }, 'loja-azul', fixedNow)
  await commitOrder(decision, cause, fixedNow)
  const told: readonly Fact[] = [
    {
      kind: 'cancellation',
      externalId,
      updatedAt: later(1),
      cancellation: { state: 'requested', at: later(1) },
    },
    { kind: 'claim', claim: { ...claim, orderExternalId: externalId } },
    { kind: 'question', question: { ...question, orderExternalId: externalId } },
    { kind: 'claim', claim: { ...claim, externalId: 'of-another', orderExternalId: 'another' } },
  ]
  const connection = { id: 'con_1', store: 'loja-azul', platform: 'mercado-livre', channel } as const
  for (const [minute, fact] of told.entries())
    await recordFacts([fact], { connection, raw: 'del_1', unknown: [] }, cause, later(minute + 1))

  const { unfiled } = await timelineOf(decision.next)
  expect(unfiled.map(({ type }) => type)).toEqual([
    'order.placed',
    'channels.order-imported',
    'channels.claim-changed',
    'channels.question-asked',
  ])
})
