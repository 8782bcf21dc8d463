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
import { at, type MailStage, setMailStage } from '../support/mail-fixture.ts'

let stage: MailStage
beforeAll(async () => {
  stage = await setMailStage()
})
afterAll(() => stage.stop())
beforeEach(() => {
  stage.mail.taken.length = 0
})

const cleared = catalogue.get('order.passed')?.example as unknown as EventOf<typeof orderPassed>
const failed = catalogue.get('quality.order-failed')?.example as unknown as EventOf<typeof orderFailed>

let orders = 0
/** An order of its own for each test. */
function aClearedOrder(email: string | null = 'maria@example.com') {
  orders += 1
  const { email: _, ...customer } = cleared.snapshot.customer
  const snapshot = {
    ...cleared.snapshot,
    id: `ord_accepted${orders}`,
    customer: email === null ? customer : { ...customer, email },
  }
  const occasion: MailTrigger = {
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
  const mail = () => findMail(occasion.store, mailId(occasion))
  return { order: snapshot, occasion, accept, mail }
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
  it('sends one mail from the store’s address, tagged, and marks it sent', async () => {
    const { accept, mail, occasion } = aClearedOrder()
    await accept()
    expect(stage.mail.taken).toHaveLength(1)
    const sent = stage.mail.taken[0]?.mail
    expect(sent?.FromEmailAddress).toBe('loja-azul@mail.example.com')
    expect(sent?.ReplyToAddresses).toEqual(['loja-azul@mail.example.com'])
    expect(sent?.Destination?.ToAddresses).toEqual(['maria@example.com'])
    expect(sent?.ConfigurationSetName).toBe('suite')
    expect(sent?.EmailTags).toEqual([
      { Name: 'mail', Value: mailId(occasion) },
      { Name: 'store', Value: 'loja-azul' },
    ])
    expect(sent?.Content?.Simple?.Headers).toEqual([{ Name: 'Auto-Submitted', Value: 'auto-generated' }])
    expect(sent?.Content?.Simple?.Subject?.Data).toContain('1001')
    expect(stage.mail.requests.at(-1)?.authorization).toContain('/us-east-1/ses/aws4_request')
    expect(await mail()).toMatchObject({ status: 'sent', version: 2, messageId: '0100-1', sentAt: fixedNow })
  })

  it('writes twice: a claim that tells nothing, and the mail as sent with its event', async () => {
    const { accept, occasion } = aClearedOrder()
    await accept()
    const items = await stage.suite.table.items(`S#loja-azul#MAIL#${mailId(occasion)}`)
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
    expect(stage.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 2 })
  })

  it('sends nothing to a customer without an address that takes mail', async () => {
    for (const email of [null, '', 'maria', 'a@b.com, c@d.com', 'maria@exämple.com']) {
      await aClearedOrder(email).accept()
    }
    expect(stage.mail.taken).toHaveLength(0)
  })
})

describe('a run that was cut off', () => {
  it('after the claim: waits while the claim is young, then sends once', async () => {
    const { occasion, accept, mail } = aClearedOrder()
    await commitWithoutEvents(claimMail(occasion, fixedNow), at(fixedNow).cause, fixedNow)
    await expect(accept(later(4.9))).rejects.toMatchObject({ code: 'busy' })
    expect(stage.mail.taken).toHaveLength(0)
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => accept(later(5))))
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(stage.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 3 })
  })

  it('after SES took the mail: SES’s own word marks it, and it is not sent again', async () => {
    const { accept, mail } = aClearedOrder()
    stage.mail.faults.push('lose-answer')
    await expect(accept()).rejects.toMatchObject({ code: 'busy' })
    const claimed = await mail()
    expect(claimed).toMatchObject({ status: 'sending', version: 1 })
    await sesSays(claimed as Mail, '0100-1', later(1))
    await accept(later(10))
    expect(stage.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 2, messageId: '0100-1' })
  })

  it('while SES failed inside: the outcome is unknown, so it waits as well', async () => {
    const { accept } = aClearedOrder()
    stage.mail.faults.push('fail')
    await expect(accept()).rejects.toMatchObject({ code: 'busy' })
    await expect(accept(later(1))).rejects.toMatchObject({ code: 'busy' })
    await accept(later(6))
    expect(stage.mail.taken).toHaveLength(1)
  })
})

describe('SES’s word of a mail', () => {
  it('before the run’s own mark leaves that nothing to do, through the inbox too', async () => {
    const { order, mail } = aClearedOrder()
    stage.mail.beforeAnswer = async (messageId) => sesSays((await mail()) as Mail, messageId)
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
    stage.mail.beforeAnswer = undefined
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(stage.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 2 })
  })

  it('after the run’s own mark changes nothing', async () => {
    const { accept, mail } = aClearedOrder()
    await accept()
    await sesSays((await mail()) as Mail, '0100-1')
    expect(await mail()).toMatchObject({ status: 'sent', version: 2 })
  })

  it('of a mail that is not ours is ignored', async () => {
    await expect(sesSays({ id: 'mail_none', store: 'loja-azul' }, 'x')).resolves.toBeUndefined()
    await expect(
      recordMailSentOnSesEvent.run(
        { source: 'aws.ses', 'detail-type': 'Email Sent', time: fixedNow, id: 'x', detail: { mail: {} } },
        at(fixedNow),
      ),
    ).resolves.toBeUndefined()
  })
})

describe('a mail that SES refuses', () => {
  it('is tried again at once when it was only throttled', async () => {
    const { accept, mail } = aClearedOrder()
    stage.mail.faults.push('throttle')
    await accept()
    expect(stage.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 2 })
  })

  it('gives its claim back when throttling lasts, so that the next try need not wait', async () => {
    const { accept, mail } = aClearedOrder()
    stage.mail.faults.push('throttle', 'throttle', 'throttle')
    await expect(accept()).rejects.toMatchObject({ code: 'busy' })
    expect(await mail()).toMatchObject({ status: 'refused', version: 2 })
    await accept()
    expect(stage.mail.taken).toHaveLength(1)
    expect(await mail()).toMatchObject({ status: 'sent', version: 4 })
  })

  it('is a permanent error when refused for what it is, and can be sent after the cause is gone', async () => {
    const { accept } = aClearedOrder()
    stage.mail.faults.push('refuse')
    await expect(accept()).rejects.toMatchObject({ code: 'invalid-request' })
    await accept()
    expect(stage.mail.taken).toHaveLength(1)
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
  const text = () => stage.mail.taken.map(({ mail }) => mail.Content?.Simple?.Body?.Text?.Data ?? '')

  it('lists in one mail all that only they can mend, without the values', async () => {
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

  it('mails the same set once, whatever its order, and another set once more', async () => {
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

  it('with nothing for them to mend only notes the order', async () => {
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
