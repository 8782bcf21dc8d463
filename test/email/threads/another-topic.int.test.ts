import type { EmailCategory } from '../../../events/email/email-categories.ts'
import * as api from '../../../functions/email/api.ts'
import { commitWithoutEvents } from '../../../functions/email/mails/mail.store.ts'
import { recordOrder } from '../../../functions/email/mails/mail.ts'
import { receiveMail } from '../../../functions/email/messages/receive-mail.usecase.ts'
import { isAnotherTopic } from '../../../functions/email/threads/joining/topic.ts'
import type { Thread } from '../../../functions/email/threads/thread.ts'
import { callerOf, storeA } from '../../support/http.ts'
import { rawMail } from '../messages/raw-mail.ts'
import { openRelay } from '../support/bring-events.ts'
import { type MailFixture, startMailFixture } from '../support/mail-fixture.ts'

const now = '2026-11-24T15:00:01.000Z'
const cause = { actor: { type: 'system', id: 'test' }, causationId: 'e', correlationId: 'c' } as const

describe('a second complaint about the same order', () => {
  let fixture: MailFixture
  let relay: () => Promise<void>
  beforeAll(async () => {
    fixture = await startMailFixture()
    relay = openRelay(fixture)
    const order = { orderId: 'ord_1001', channel: 'loja', externalId: '1001', to: 'maria@example.com' }
    const trigger = { store: storeA.store, kind: 'order-needs-correction' as const, checks: [], ...order }
    await commitWithoutEvents(recordOrder(trigger, now), cause, now)
  })
  afterAll(() => fixture.stop())

  let mails = 0
  /** Delivers a mail of Maria and all events that follow within the slice. */
  async function writes(subject: string, body: string): Promise<void> {
    mails += 1
    const object = { key: `incoming/${mails}`, size: 1 }
    const raw = rawMail({ subject, body, messageId: `<m-${mails}@example.com>` })
    fixture.mail.objects.set(`incoming-mail/${object.key}`, raw)
    const time = new Date(Date.parse(now) + mails * 60_000).toISOString()
    const detail = { bucket: { name: 'incoming-mail' }, object }
    await receiveMail(
      { source: 'aws.s3', 'detail-type': 'Object Created', time, id: object.key, detail },
      { now, cause },
    )
    await relay()
  }
  const theirs = ({ messages }: Thread) => messages.filter(({ direction }) => direction === 'in').length
  const threads = async () =>
    (await callerOf(api)<{ items: Thread[] }>('GET', '/email/threads')).body.items.toSorted((a, b) =>
      a.openedAt < b.openedAt ? -1 : 1,
    )

  it('joins the thread for the same topic, and opens another for another topic', async () => {
    await writes('Pedido 1001 atrasado', 'O prazo de entrega já passou e o pedido 1001 ainda não chegou.')
    await writes('E o 1001?', 'Meu pedido 1001 continua atrasado e ainda não chegou, quando vou receber?')
    await writes('Pedido 1001 quebrado', 'O pedido 1001 chegou quebrado e com defeito, não funciona.')
    const [first, second] = await threads()
    expect(first?.category?.name).toBe('late')
    expect(second).toMatchObject({
      category: { name: 'defective' },
      order: { id: 'ord_1001', link: 'confirmed' },
      suggestedThread: first?.id,
      suggestedBecause: 'another-topic',
    })
    expect((await threads()).map(theirs)).toEqual([2, 1])
  })

  it('joins the thread of its topic, and with a remedy the newest', async () => {
    await writes('1001', 'O meu pedido 1001 segue atrasado, ainda não chegou e o prazo passou.')
    await writes('1001', 'Quero devolver o pedido 1001 e receber o reembolso do valor pago.')
    expect((await threads()).map(theirs)).toEqual([3, 2])
  })
})

describe('another topic', () => {
  const category = (name: EmailCategory, confidence = 0.9) => ({
    name,
    confidence,
    why: [],
    by: 'model' as const,
  })
  it.each([
    ['what went wrong is something else', category('late'), category('defective'), true],
    ['it went wrong in the same way', category('late'), category('not-received'), false],
    ['a remedy is asked for', category('defective'), category('return-refund'), false],
    ['praise follows', category('late'), category('praise'), false],
    ['what it was is in doubt', category('late', 0.6), category('defective'), false],
    ['what it is now is in doubt', category('late'), category('defective', 0.6), false],
    ['nothing was understood yet', undefined, category('defective'), false],
  ])('is decided where %s', (_, before, after, expected) =>
    expect(isAnotherTopic(before, after, 0.7)).toBe(expected),
  )
})
