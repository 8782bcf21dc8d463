import { catalogue } from '../../events/catalogue.ts'
import type {
  ChannelClaimSnapshot,
  ChannelOrderSnapshot,
  ChannelQuestionSnapshot,
} from '../../events/channels/channel-events.ts'
import type { Fact } from '../../functions/channels/canonical/canonical.ts'
import {
  channelOrderId,
  channelOrders,
  claimsAbout,
  questionsAbout,
  recordFacts,
} from '../../functions/channels/deliveries/facts.store.ts'
import { findPersonalData } from '../../functions/channels/privacy/find-personal-data.usecase.ts'
import { saveMessage } from '../../functions/email/messages/message.store.ts'
import { receiveQuestion } from '../../functions/email/messages/message.ts'
import { findPersonalData as findPersonalDataInEmail } from '../../functions/email/privacy/personal-data.usecase.ts'
import { orderIdOf } from '../../shared/order-id.ts'
import { identityOf } from '../../shared/privacy/identity.ts'
import type { PersonalDataRequest, PersonalRecord } from '../../shared/privacy/personal-data-report.ts'
import { find } from '../../shared/table/load.store.ts'
import { cause } from '../support/cause.ts'
import { later } from '../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../support/suite/suite-fixture.ts'

let stage: SuiteFixture
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())

const snapshotOf = <S>(type: string): S => catalogue.get(type)?.example?.snapshot as unknown as S
const { order } = snapshotOf<ChannelOrderSnapshot>('channels.order-imported')
if (order === undefined) throw new Error('an example with an order is expected')
const { claim } = snapshotOf<ChannelClaimSnapshot>('channels.claim-changed')
const asked = snapshotOf<ChannelQuestionSnapshot>('channels.question-asked')

const store = 'loja-azul'
const channel = 'mercado-livre'
const context = { cause, now: later(60) }
const source = {
  connection: { id: `con_${store}_x`, store, platform: channel, channel },
  raw: 'del_1',
  unknown: [{ path: 'buyer.nickname', value: 'ZECA' }],
} as const

/** The facts of a marketplace about one sale, with customer text in each part. */
function toldAt(minute: number): Fact[] {
  const about = { orderExternalId: order?.externalId ?? '', updatedAt: later(minute) }
  const question = { ...asked.question, ...about, askedBy: 'ZECA' }
  return [
    { kind: 'order', order: { ...(order as NonNullable<typeof order>), updatedAt: later(minute) } },
    { kind: 'claim', claim: { ...claim, ...about, description: 'veio quebrado, moro no Ipê-Roxo' } },
    {
      kind: 'question',
      question: {
        ...question,
        text: 'entrega no Ipê-Roxo?',
        answer: { text: 'sim, Zeca', at: later(minute) },
      },
    },
  ]
}

const orderId = orderIdOf(store, channel, order.externalId)
const request = (more: Partial<PersonalDataRequest>): PersonalDataRequest => ({
  id: 'prv_1',
  store,
  round: 1,
  phase: 'finding',
  kind: 'erasure',
  identity: identityOf({ documents: [order.customer.document ?? ''] }),
  orderIds: [orderId],
  erasedOrderIds: [],
  sales: [{ orderId, channel, externalId: order.externalId }],
  ...more,
})
const erasing = request({ phase: 'erasing', erasedOrderIds: [orderId] })
const kinds = (held: readonly PersonalRecord[]) => held.map(({ kind }) => kind).sort()

/** All records of the slice about the sale, as text. */
const known = async () =>
  JSON.stringify([
    await find(channelOrders, store, channelOrderId(store, channel, order.externalId)),
    await claimsAbout(store, orderId),
    await questionsAbout(store, orderId),
  ])
const words = ['Ipê-Roxo', 'ZECA', 'Zeca', order.customer.name, order.customer.document ?? '-'].filter(
  Boolean,
)
const foundIn = (text: string) => words.filter((word) => text.includes(word))

describe('channel facts about a person', () => {
  it('are found by the sale, and wait for the erasure of the order', async () => {
    await recordFacts(toldAt(1), source, cause, later(1))
    const held = await findPersonalData(request({}), context)
    expect(kinds(held)).toEqual(['channel-claim', 'channel-order', 'channel-question'])
    expect(held.every((one) => one.orderId === orderId && one.erase === undefined)).toBe(true)
    expect(foundIn(JSON.stringify(held)).length).toBeGreaterThan(2)
  })

  it('lose personal data with the order and keep sales, claims and questions', async () => {
    for (const { erase } of await findPersonalData(erasing, context)) await erase?.()
    expect(foundIn(await known())).toEqual([])
    expect(await known()).toContain('different-or-defective')
    expect(await findPersonalData(erasing, context)).toEqual([])
  })

  it('do not return with a newer update of the channel', async () => {
    await recordFacts(toldAt(5), source, cause, later(5))
    expect(foundIn(await known())).toEqual([])
    const [changed] = await claimsAbout(store, orderId)
    expect(changed?.claim.updatedAt).toBe(later(5))
  })

  it('are found by the order in its conversations', async () => {
    const question = {
      ...asked.question,
      orderExternalId: order.externalId,
      text: 'chega quando, no Ipê-Roxo?',
    }
    await saveMessage(receiveQuestion({ ...asked, store, question }, orderId), cause, later(2))
    const [waiting, ...more] = await findPersonalDataInEmail(request({}), context)
    expect(waiting).toMatchObject({ kind: 'message', orderId })
    expect(more).toEqual([])
    expect(waiting?.erase).toBeUndefined()
    for (const { erase } of await findPersonalDataInEmail(erasing, context)) await erase?.()
    expect(await findPersonalDataInEmail(erasing, context)).toEqual([])
  })
})
