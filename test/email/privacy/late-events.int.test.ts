import { catalogue } from '../../../events/catalogue.ts'
import { withoutPerson } from '../../../events/orders/erased-order.ts'
import { orderDispatched, orderErased, orderPassed } from '../../../events/orders/order-events.ts'
import { orderFailed } from '../../../events/quality/quality-events.ts'
import { eraseMailsWhenOrderErased } from '../../../functions/email/mails/erase-mails-when-order-erased.event.ts'
import { correctionsOf, findMail } from '../../../functions/email/mails/mail.store.ts'
import { mailId } from '../../../functions/email/mails/mail.ts'
import { mailCustomerWhenOrderAccepted } from '../../../functions/email/mails/mail-customer-when-order-accepted.event.ts'
import { mailCustomerWhenOrderNeedsCorrection } from '../../../functions/email/mails/mail-customer-when-order-needs-correction.event.ts'
import { applyFeedback } from '../../../functions/email/mails/mail-feedback.ts'
import { findOrderProjection } from '../../../functions/email/mails/order-projection.store.ts'
import { updateOrderProjectionWhenOrderMoves } from '../../../functions/email/mails/update-order-projection-when-order-moves.event.ts'
import { eventOf } from '../../support/inbox.ts'
import { anOrderThatIs, later } from '../../support/orders.ts'
import { at, type MailFixture, startMailFixture } from '../support/mail-fixture.ts'

let fixture: MailFixture
beforeAll(async () => {
  fixture = await startMailFixture()
})
afterAll(() => fixture.stop())
beforeEach(() => {
  fixture.mail.taken.length = 0
})

const erasedAt = later(10)
const failure = catalogue.get(orderFailed.type)?.example?.['snapshot'] as object

type Failed = Parameters<typeof mailCustomerWhenOrderNeedsCorrection.run>[0]

/** The event of a check that failed an order. */
const failing = (order: { id: string; store: string }, check: string, customerCanCorrect: boolean): Failed =>
  eventOf(orderFailed, { ...failure, order, results: [], version: 1 } as never, {
    orderId: order.id,
    contentVersion: 1,
    failed: [{ check, customerCanCorrect }],
  }) as never

let orders = 0
/** The events of one order that is erased at minute 10, each with its reaction. */
function story() {
  orders += 1
  const base = anOrderThatIs('dispatched')
  const order = {
    ...base,
    id: `ord_late${orders}`,
    externalId: `L-${orders}`,
    trackingCode: 'PX123',
  } as typeof base
  const { id, store, customer } = order
  const erased = { ...withoutPerson(order, erasedAt), version: order.version + 1 }
  const on = {
    cleared: (now: string) =>
      mailCustomerWhenOrderAccepted.run(eventOf(orderPassed, order, { contentVersion: 1 }) as never, at(now)),
    failed: (now: string, check = 'cep', canCorrect = true) =>
      mailCustomerWhenOrderNeedsCorrection.run(failing(order, check, canCorrect), at(now)),
    dispatched: (now: string) =>
      updateOrderProjectionWhenOrderMoves.run(eventOf(orderDispatched, order, {}) as never, at(now)),
    erased: (now: string) =>
      eraseMailsWhenOrderErased.run(eventOf(orderErased, erased, {}) as never, at(now)),
  }
  const everything = async () => [
    await findMail(store, mailId({ store, orderId: id, kind: 'order-accepted', checks: [] })),
    ...(await correctionsOf(store, order)),
    await findOrderProjection(store, id),
  ]
  const traces = async () => {
    const kept = JSON.stringify(await everything())
    return [customer.email ?? '', customer.name, 'PX123'].filter((word) => kept.includes(word))
  }
  return { order, on, everything, traces }
}

describe('late events of an erased order', () => {
  it('send no mail, and leave no address and no tracking code', async () => {
    const { on, traces, everything } = story()
    await on.erased(later(11))
    await on.cleared(later(12))
    await on.failed(later(12))
    await on.failed(later(13), 'totals', false)
    await on.dispatched(later(14))
    expect(fixture.mail.taken).toEqual([])
    expect(await traces()).toEqual([])
    expect(await everything()).toMatchObject([
      { status: 'not-needed' },
      { status: 'not-needed' },
      { status: 'not-needed' },
      { erasedAt },
    ])
  })

  it('are erased when they were processed before the erasure was known', async () => {
    const { on, traces } = story()
    await on.cleared(later(11))
    await on.failed(later(11))
    await on.failed(later(11), 'totals', false)
    await on.dispatched(later(11))
    expect(await traces()).toHaveLength(2)
    for (const minutes of [12, 13]) await on.erased(later(minutes))
    expect(await traces()).toEqual([])
  })

  it('do not affect earlier mails, which the request erases and counts', async () => {
    const { on, traces, order } = story()
    await on.failed(later(5))
    await on.cleared(later(6))
    await on.erased(later(11))
    expect(await traces()).toEqual([order.customer.email])
  })

  it('do not affect other orders of the same number', async () => {
    const { on, order } = story()
    const other = { ...order, id: `${order.id}b` }
    await mailCustomerWhenOrderNeedsCorrection.run(failing(other, 'totals', false), at(later(11)))
    await on.erased(later(12))
    expect(await correctionsOf(other.store, other)).toMatchObject([{ to: order.customer.email }])
  })
})

describe('feedback on an erased mail', () => {
  it('is recorded without the reason of the mail server', async () => {
    const { on, order } = story()
    await on.erased(later(11))
    const { store, id: orderId } = order
    const mail = await findMail(store, mailId({ store, orderId, kind: 'order-accepted', checks: [] }))
    if (mail === undefined) throw new Error('Order is not closed.')
    const feedback = {
      status: 'bounced',
      at: later(12),
      reason: '550 joana.prado@example.com unknown',
    } as const
    const { next, events } = applyFeedback(mail, feedback)
    expect(next.delivery).toEqual({ status: 'bounced', at: later(12) })
    expect(JSON.stringify(events)).not.toContain('joana')
  })
})
