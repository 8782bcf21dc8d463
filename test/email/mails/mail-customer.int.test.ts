import type { Context, SQSRecord } from 'aws-lambda'
import { catalogue } from '../../../events/catalogue.ts'
import type { EventOf } from '../../../events/envelope.ts'
import type { orderPassed } from '../../../events/orders/order-events.ts'
import type { orderFailed } from '../../../events/quality/quality-events.ts'
import { handler } from '../../../functions/email/inbox.ts'
import { commitWithoutEvents, findMail } from '../../../functions/email/mails/mail.store.ts'
import { claimMail, type Mail, type MailTrigger, mailId } from '../../../functions/email/mails/mail.ts'
import { mailCustomerWhenOrderAccepted } from '../../../functions/email/mails/mail-customer-when-order-accepted.event.ts'
import { mailCustomerWhenOrderNeedsCorrection } from '../../../functions/email/mails/mail-customer-when-order-needs-correction.event.ts'
import { recordMailSentOnSesEvent } from '../../../functions/email/mails/record-mail-sent-on-ses-event.event.ts'
import { fixedNow, later } from '../../support/orders.ts'
import { at, type MailFixture, startMailFixture } from '../support/mail-fixture.ts'

let fixture: MailFixture
beforeAll(async () => {
  fixture = await startMailFixture()
})
afterAll(() => fixture.stop())
beforeEach(() => {
  fixture.mail.taken.length = 0
})

const cleared = catalogue.get('order.passed')?.example as unknown as EventOf<typeof orderPassed>
const failed = catalogue.get('quality.order-failed')?.example as unknown as EventOf<typeof orderFailed>

let orders = 0
/** A separate order for each test. */
function aClearedOrder(email: string | null = 'maria@example.com') {
  orders += 1
  const { email: _, ...customer } = cleared.snapshot.customer
  const snapshot = {
    ...cleared.snapshot,
    id: `ord_accepted${orders}`,
    customer: email === null ? customer : { ...customer, email },
  }
  const trigger: MailTrigger = {
    store: snapshot.store,
    kind: 'order-accepted',
    orderId: snapshot.id,
    channel: snapshot.channel,
    externalId: snapshot.externalId,
    to: email ?? '',
    checks: [],
  }
  const accept = (now = fixedNow) =>
    mailCustomerWhenOrderAccepted.run({ ...cleared, snapshot } as never, at(now))
  const mail = () => findMail(trigger.store, mailId(trigger))
  return { order: snapshot, trigger, accept, mail }
}

const sesSays = (mail: Pick<Mail, 'id' | 'store'>, messageId: string, now = fixedNow) =>
  recordMailSentOnSesEvent.run(
    {
      source: 'aws.ses',
      'detail-type': 'Email Sent',
      time: now,
      id: 'ses-event',
      detail: {
        eventType: 'Send',
        mail: {
          messageId,
          tags: { mail: [mail.id], store: [mail.store], 'ses:caller-identity': ['x'] },
        },
      },
    },
    at(now),
  )

describe('mailing the customer of an accepted order', () => {
  it('sends one tagged mail from the store’s address and marks it as sent', async () => {
    const { accept, mail, trigger } = aClearedOrder()
    await accept()
    expect(fixture.mail.taken).toHaveLength(1)
    const sent = fixture.mail.taken[0]?.mail
    expect(sent?.FromEmailAddress).toBe('loja-azul@mail.example.com')
    expect(sent?.ReplyToAddresses).toEqual(['loja-azul@mail.example.com'])
    expect(sent?.Destination?.ToAddresses).toEqual(['maria@example.com'])
    expect(sent?.ConfigurationSetName).toBe('suite')
    expect(sent?.EmailTags).toEqual([
      { Name: 'mail', Value: mailId(trigger) },
      { Name: 'store', Value: 'loja-azul' },
    ])
    expect(sent?.Content?.Simple?.Headers).toEqual([{ Name: 'Auto-Submitted', Value: 'auto-generated' }])
    expect(sent?.Content?.Simple?.Subject?.Data).toContain('1001')
    expect(fixture.mail.requests.at(-1)?.authorization).toContain('/us-east-1/ses/aws4_request')
    expect(await mail()).toMatchObject({ status: 'sent', version: 2, messageId: '0100-1', sentAt: fixedNow })
  })

  it('writes a claim without events, then the sent mail with its event', async () => {
    const { accept, trigger } = aClearedOrder()
    await accept()
    const items = await fixture.suite.table.items(`S#loja-azul#MAIL#${mailId(trigger)}`)
    expect(items).toHaveLength(1)
    expect(items[0]?.['version']?.N).toBe('2')
    expect(items[0]?.['outbox']?.S).toBe('email')
    expect(JSON.stringify(items[0])).not.toContain('maria@example.com')
  })

  it('sends one mail when twenty runs race, and none after that', async () => {
    const { accept, mail } = aClearedOrder()
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => accept()))
    const reasons = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason.code] : [],
    )
    expect(new Set(reasons)).toEqual(new Set(reasons.length === 0 ? [] : ['busy']))
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
    await Promise.all(Array.from({ length: 20 }, () => accept(later(10))))
    expect(fixture.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 2 })
  })

  it('sends no mail without a valid address', async () => {
    for (const email of [null, '', 'maria', 'a@b.com, c@d.com', 'maria@exämple.com']) {
      await aClearedOrder(email).accept()
    }
    expect(fixture.mail.taken).toHaveLength(0)
  })
})

describe('an interrupted run', () => {
  it('after the claim: waits while the claim is young, then sends once', async () => {
    const { trigger, accept, mail } = aClearedOrder()
    await commitWithoutEvents(claimMail(trigger, fixedNow), at(fixedNow).cause, fixedNow)
    await expect(accept(later(4.9))).rejects.toMatchObject({ code: 'busy' })
    expect(fixture.mail.taken).toHaveLength(0)
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => accept(later(5))))
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(fixture.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 3 })
  })

  it('after SES accepted the mail: the event of SES marks it as sent, and it is not sent again', async () => {
    const { accept, mail } = aClearedOrder()
    fixture.mail.faults.push('lose-answer')
    await expect(accept()).rejects.toMatchObject({ code: 'busy' })
    const claimed = await mail()
    expect(claimed).toMatchObject({ status: 'sending', version: 1 })
    await sesSays(claimed as Mail, '0100-1', later(1))
    await accept(later(10))
    expect(fixture.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 2, messageId: '0100-1' })
  })

  it('during an internal failure of SES: waits, as the outcome is unknown', async () => {
    const { accept } = aClearedOrder()
    fixture.mail.faults.push('fail')
    await expect(accept()).rejects.toMatchObject({ code: 'busy' })
    await expect(accept(later(1))).rejects.toMatchObject({ code: 'busy' })
    await accept(later(6))
    expect(fixture.mail.taken).toHaveLength(1)
  })
})

describe('the event of SES about a mail', () => {
  it('that comes before the run marks the mail leaves the run nothing to do', async () => {
    const { order, mail } = aClearedOrder()
    fixture.mail.beforeAnswer = async (messageId) => sesSays((await mail()) as Mail, messageId)
    const detail = { ...cleared, id: 'event-early', snapshot: order }
    const body = JSON.stringify({
      id: 'bus-1',
      source: 'retaguarda.orders',
      'detail-type': 'order.passed',
      time: fixedNow,
      detail,
    })
    const record = { messageId: 'm1', body, attributes: { ApproximateReceiveCount: '1' } } as SQSRecord
    const answer = await handler({ Records: [record] }, {} as Context)
    fixture.mail.beforeAnswer = undefined
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(fixture.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 2 })
  })

  it('that comes after the run marked the mail changes nothing', async () => {
    const { accept, mail } = aClearedOrder()
    await accept()
    await sesSays((await mail()) as Mail, '0100-1')
    expect(await mail()).toMatchObject({ status: 'sent', version: 2 })
  })

  it('about foreign mail is ignored', async () => {
    await expect(sesSays({ id: 'mail_none', store: 'loja-azul' }, 'x')).resolves.toBeUndefined()
    await expect(
      recordMailSentOnSesEvent.run(
        { source: 'aws.ses', 'detail-type': 'Email Sent', time: fixedNow, id: 'x', detail: { mail: {} } },
        at(fixedNow),
      ),
    ).resolves.toBeUndefined()
  })
})

describe('a mail that SES rejects', () => {
  it('is retried at once when throttled', async () => {
    const { accept, mail } = aClearedOrder()
    fixture.mail.faults.push('throttle')
    await accept()
    expect(fixture.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 2 })
  })

  it('releases its claim when throttling lasts', async () => {
    const { accept, mail } = aClearedOrder()
    fixture.mail.faults.push('throttle', 'throttle', 'throttle')
    await expect(accept()).rejects.toMatchObject({ code: 'busy' })
    expect(await mail()).toMatchObject({ status: 'refused', version: 2 })
    await accept()
    expect(fixture.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 4 })
  })

  it('is a permanent error, and can be sent after the cause is fixed', async () => {
    const { accept } = aClearedOrder()
    fixture.mail.faults.push('refuse')
    await expect(accept()).rejects.toMatchObject({ code: 'invalid-request' })
    await accept()
    expect(fixture.mail.taken).toHaveLength(1)
  })
})

describe('mailing the customer of an order that failed', () => {
  const failing = (orderId: string, checks: readonly (readonly [string, boolean])[]) => {
    const { snapshot } = failed
    const results = checks.map(([check]) => ({
      check,
      checkVersion: 1,
      outcome: 'failed' as const,
      evidence: [{ field: `shippingAddress.${check}`, expected: 'right', received: 'SECRET-VALUE' }],
    }))
    return mailCustomerWhenOrderNeedsCorrection.run(
      {
        ...failed,
        data: {
          orderId,
          contentVersion: 1,
          failed: checks.map(([check, customerCanCorrect]) => ({ check, customerCanCorrect })),
        },
        snapshot: { ...snapshot, order: { ...snapshot.order, id: orderId }, results },
      } as never,
      at(fixedNow),
    )
  }
  const text = () => fixture.mail.taken.map(({ mail }) => mail.Content?.Simple?.Body?.Text?.Data ?? '')

  it('lists in one mail all fields to correct, without their values', async () => {
    await failing('ord_f1', [
      ['cep', true],
      ['number', true],
      ['uf', false],
    ])
    expect(text()).toHaveLength(1)
    expect(text()[0]).toContain('- CEP do endereço de entrega\n- Número do endereço de entrega')
    expect(text()[0]).not.toContain('UF')
    expect(text()[0]).not.toContain('SECRET-VALUE')
  })

  it('mails the same set of checks once, in any order, and another set again', async () => {
    await failing('ord_f2', [
      ['cep', true],
      ['number', true],
    ])
    await failing('ord_f2', [
      ['number', true],
      ['cep', true],
    ])
    expect(text()).toHaveLength(1)
    await failing('ord_f2', [['number', true]])
    expect(text()).toHaveLength(2)
  })

  it('only records the order without a check to correct', async () => {
    await failing('ord_f3', [['totals', false]])
    await failing('ord_f3', [['totals', false]])
    expect(text()).toHaveLength(0)
    const id = mailId({
      store: 'loja-azul',
      kind: 'order-needs-correction',
      orderId: 'ord_f3',
      checks: [],
    } as never)
    expect(await findMail('loja-azul', id)).toMatchObject({ status: 'not-needed', version: 1 })
  })
})
