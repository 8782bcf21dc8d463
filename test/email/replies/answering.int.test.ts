import { catalogue } from '../../../events/catalogue.ts'
import { messageReceived } from '../../../events/email/email-events.ts'
import {
  mailBounced,
  mailComplained,
  mailSuppressed,
  replyWritten,
  threadMailSent,
} from '../../../events/email/mail-events.ts'
import { threadUnderstood } from '../../../events/email/thread-events.ts'
import type { EventDefinition, EventOf } from '../../../events/envelope.ts'
import { orderDispatched } from '../../../events/orders/order-events.ts'
import * as emailApi from '../../../functions/email/api.ts'
import { handler } from '../../../functions/email/inbox.ts'
import { commitWithoutEvents, findMail } from '../../../functions/email/mails/mail.store.ts'
import { claimMail, type ThreadMail } from '../../../functions/email/mails/mail.ts'
import { recordBounceOnSesEvent } from '../../../functions/email/mails/record-bounce-on-ses-event.event.ts'
import { recordComplaintOnSesEvent } from '../../../functions/email/mails/record-complaint-on-ses-event.event.ts'
import { recordDeliveryOnSesEvent } from '../../../functions/email/mails/record-delivery-on-ses-event.event.ts'
import { saveMessage } from '../../../functions/email/messages/message.store.ts'
import type { Message } from '../../../functions/email/messages/message.ts'
import { referenceTo, threadToken } from '../../../functions/email/messages/thread-references.ts'
import { settingsOf } from '../../../functions/email/settings/email-settings.ts'
import type { Suppression } from '../../../functions/email/suppressions/suppression.ts'
import { actOnThread } from '../../../functions/email/threads/routing/act-on-thread.ts'
import { commitThread, threadIdsOf } from '../../../functions/email/threads/thread.store.ts'
import { andThen, openThread, type Thread } from '../../../functions/email/threads/thread.ts'
import { signingKey } from '../../../shared/secret.client.ts'
import { cause } from '../../support/cause.ts'
import { callerOf } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { type MailFixture, startMailFixture } from '../support/mail-fixture.ts'
import { anIncoming } from '../support/threads.ts'

let fixture: MailFixture
beforeAll(async () => {
  fixture = await startMailFixture()
})
afterAll(() => fixture.stop())
beforeEach(() => {
  fixture.mail.taken.length = 0
})

const store = 'loja-azul'
/** An hour ago: replies are sent at the current time. */
const earlier = new Date(Date.now() - 3_600_000).toISOString()
const call = callerOf(emailApi)
const show = async (id: string) => (await call<Thread>('GET', `/email/threads/${id}`)).body
const sent = () => fixture.mail.taken.map(({ mail }) => mail)
const example = <D extends EventDefinition>({ type }: D) =>
  catalogue.get(type)?.example as unknown as EventOf<D>

let people = 0

interface Scene {
  readonly thread: Thread
  readonly message: Message
  readonly address: string
}

/** A new customer writes that order 1001 is late; the mail is classified and routed. */
async function aComplaint(changes: Partial<Message> = {}, address?: string): Promise<Scene> {
  people += 1
  const from = { address: address ?? `maria${people}@example.com`, name: 'Maria Souza' }
  const message = {
    ...example(messageReceived).snapshot,
    id: `msg_answer${people}`,
    from,
    orderId: 'ord_1',
    ...changes,
  } as Message
  await saveMessage({ next: message, events: [{ type: 'email.message-received', data: {} }] }, cause, earlier)
  const trigger = {
    store,
    kind: 'order-accepted',
    orderId: `ord_${people}`,
    channel: 'loja-propria',
  } as const
  const order = { ...trigger, externalId: '1001', to: from.address, checks: [] }
  await commitWithoutEvents(claimMail(order, earlier), cause, earlier)
  const opened = openThread(
    anIncoming({ id: message.id, at: earlier, from, reference: `<mail-${people}@example.com>` }),
    { channel: 'email', order: { id: `ord_${people}`, link: 'confirmed' } },
    earlier,
  )
  const understood: Thread = {
    ...opened.next,
    category: { name: 'late', confidence: 0.9, why: [], by: 'model' },
    urgency: 'normal',
    language: 'pt',
  }
  const routingTrigger = { messageId: message.id, text: 'atrasado', corrected: false }
  const decision = andThen({ ...opened, next: understood }, (thread) =>
    actOnThread(thread, settingsOf(undefined, store), routingTrigger, earlier),
  )
  await commitThread(decision, cause, earlier)
  return { thread: decision.next, message, address: from.address }
}

const hear = async (...bodies: readonly string[]) => expect(await deliver(handler, bodies)).toEqual([])

const understand = ({ thread, message }: Scene, language: 'pt' | 'es' | 'en' = 'pt') => {
  const category = thread.category ?? { name: 'other' as const, confidence: 0, why: [], by: 'rules' as const }
  const data = { messageId: message.id, category, urgency: 'normal' as const, language }
  return busMessage(eventOf(threadUnderstood, thread, data), 'email')
}

/** The event of a sent thread mail, as the relay publishes it. */
const sentEvent = (mail: ThreadMail) =>
  busMessage(eventOf(threadMailSent, mail, { kind: mail.kind, threadId: mail.threadId }), 'email')

let keys = 0
const reply = ({ thread }: Scene, body: object, key = `reply-${(keys += 1)}`) =>
  call<ThreadMail>('POST', `/email/threads/${thread.id}/replies`, {
    body,
    headers: { 'idempotency-key': key },
  })

/** A reply that is written, sent and recorded. */
async function aSentReply(scene: Scene, body: object = { text: 'Já enviamos.' }): Promise<ThreadMail> {
  const { body: written } = await reply(scene, body)
  await hear(busMessage(eventOf(replyWritten, written, { threadId: scene.thread.id }), 'email'))
  const mail = (await findMail(store, written.id)) as ThreadMail
  if (mail.status === 'sent') await hear(sentEvent(mail))
  return mail
}

describe('the acknowledgement', () => {
  it('is sent once, is marked as automatic, and replies to it find the thread', async () => {
    const scene = await aComplaint()
    await hear(understand(scene))
    await hear(understand(scene))
    expect(sent()).toHaveLength(1)
    const [mail] = sent()
    const token = threadToken(store, scene.thread.id, await signingKey())
    expect(mail?.Destination?.ToAddresses).toEqual([scene.address])
    expect(mail?.FromEmailAddress).toBe('"Loja Azul" <loja-azul@mail.example.com>')
    expect(mail?.ReplyToAddresses).toEqual([`loja-azul+${token}@mail.example.com`])
    expect(mail?.Content?.Simple?.Subject?.Data).toBe('Re: Pedido 1001')
    expect(mail?.Content?.Simple?.Headers).toEqual(
      expect.arrayContaining([
        { Name: 'Auto-Submitted', Value: 'auto-replied' },
        { Name: 'In-Reply-To', Value: scene.thread.messages[0]?.reference },
        { Name: 'References', Value: scene.thread.messages[0]?.reference },
      ]),
    )
    const text = mail?.Content?.Simple?.Body?.Text?.Data
    expect(text).toMatch(/^Olá, Maria!/)
    expect(text).toContain('Ela é sobre o pedido 1001.')
  })

  it('is recorded in its thread, and meets no clock', async () => {
    const scene = await aComplaint()
    await hear(understand(scene))
    const tags = sent()[0]?.EmailTags ?? []
    const mail = (await findMail(store, tags.find(({ Name }) => Name === 'mail')?.Value ?? '')) as ThreadMail
    for (let times = 0; times < 2; times += 1) await hear(sentEvent(mail))
    const thread = await show(scene.thread.id)
    expect(thread).toMatchObject({ status: 'open', acknowledgedAt: mail.sentAt, messageCount: 2 })
    expect(thread.messages[1]).toMatchObject({ id: mail.id, direction: 'out', automatic: true })
    expect(thread.clocks?.firstResponse).not.toHaveProperty('metAt')
    const [found] = await threadIdsOf(store, [referenceTo.mail(`<${mail.messageId}@email.amazonses.com>`)])
    expect(found).toBe(scene.thread.id)
  })

  it.each([
    { language: 'es', greeting: '¡Hola, Maria!', about: 'Es sobre el pedido 1001.' },
    { language: 'en', greeting: 'Hello Maria,', about: 'It is about order 1001.' },
  ] as const)('is in the customer’s language: $language', async ({ language, greeting, about }) => {
    await hear(understand(await aComplaint(), language))
    const text = sent()[0]?.Content?.Simple?.Body?.Text?.Data
    expect(text).toContain(greeting)
    expect(text).toContain(about)
  })

  it('contains no text of a possibly forged sender', async () => {
    const verdicts = { ...example(messageReceived).snapshot.verdicts, dmarc: 'NONE' } as const
    await hear(understand(await aComplaint({ verdicts })))
    expect(sent()[0]?.Content?.Simple?.Subject?.Data).toBe('Recebemos a sua mensagem')
  })

  it.each([
    { guards: ['auto-submitted'], automatic: true },
    { guards: ['asks-for-none'], automatic: false },
    { guards: ['sender-failed'], automatic: false },
    { guards: ['spam'], automatic: false },
  ] as const)('is not sent when a guard applies: $guards', async ({ guards, automatic }) => {
    await hear(understand(await aComplaint({ guards: [...guards], automatic })))
    expect(sent()).toEqual([])
  })

  it('is not sent to one address more than three times a day', async () => {
    for (let n = 0; n < 5; n += 1) await hear(understand(await aComplaint({}, 'often@example.com')))
    expect(sent()).toHaveLength(3)
  })
})

describe('a reply', () => {
  it('is stored at once, sent once, and then waits for the customer', async () => {
    const scene = await aComplaint()
    const key = 'answered-once'
    const first = await reply(scene, { text: 'Já enviamos.\n\nAbraço' }, key)
    expect([first.status, first.headers['location']]).toEqual([
      201,
      `/email/threads/${scene.thread.id}/replies/${first.body.id}`,
    ])
    const again = await reply(scene, { text: 'Já enviamos.\n\nAbraço' }, key)
    expect([again.status, again.body.id]).toEqual([201, first.body.id])
    const written = busMessage(eventOf(replyWritten, first.body, { threadId: scene.thread.id }), 'email')
    await hear(written)
    await hear(written)
    expect(sent()).toHaveLength(1)
    expect(sent()[0]?.Content?.Simple?.Body?.Html?.Data).toContain('<p>Já enviamos.</p>')
    expect(sent()[0]?.Content?.Simple?.Headers?.map(({ Name }) => Name)).toEqual([
      'In-Reply-To',
      'References',
    ])
    const { body } = await call<ThreadMail>('GET', first.headers['location'] ?? '')
    expect(body).toMatchObject({ status: 'sent', text: 'Já enviamos.\n\nAbraço', by: 'client-azul' })
    await hear(sentEvent(body))
    const thread = await show(scene.thread.id)
    expect(thread.status).toBe('waiting-customer')
    expect(thread.clocks?.firstResponse).toHaveProperty('metAt', body.sentAt)
    expect(thread.clocks?.resolution).not.toHaveProperty('runningSince')
  })

  it('can resolve the thread', async () => {
    const scene = await aComplaint()
    await aSentReply(scene, { template: 'late', resolve: true })
    expect((await show(scene.thread.id)).status).toBe('resolved')
    expect(sent()[0]?.Content?.Simple?.Body?.Text?.Data).toContain('atraso do pedido 1001')
  })

  it('cannot contain another header or markup', async () => {
    const scene = await aComplaint()
    await aSentReply(scene, { text: '<script>alert(1)</script>\nBcc: todos@example.com' })
    const content = sent()[0]?.Content?.Simple
    expect(content?.Body?.Html?.Data).not.toContain('<script')
    expect(content?.Subject?.Data).not.toMatch(/[\r\n]/)
    for (const { Value } of content?.Headers ?? []) expect(Value).not.toMatch(/[\r\n]/)
    const { status } = await reply(scene, { text: 'a\u0000b' })
    expect(status).toBe(400)
  })

  it('is rejected without text, with text and template, and in a closed thread', async () => {
    const scene = await aComplaint()
    expect((await reply(scene, {})).status).toBe(400)
    expect((await reply(scene, { text: 'a', template: 'late' })).status).toBe(400)
    await call('POST', `/email/threads/${scene.thread.id}/close`, { headers: { 'if-match': '*' } })
    expect((await reply(scene, { text: 'a' })).status).toBe(409)
  })

  it('is rejected beyond the hourly limits', async () => {
    const scene = await aComplaint()
    for (let n = 0; n < 20; n += 1) expect((await reply(scene, { text: 'a' })).status).toBe(201)
    const { status, headers } = await reply(scene, { text: 'a' })
    expect([status, headers['retry-after']]).toEqual([429, '600'])
  })
})

describe('a draft', () => {
  it('uses the template of the category with the facts of the order', async () => {
    const scene = await aComplaint()
    const path = `/email/threads/${scene.thread.id}/draft`
    const before = await call<{ text: string; missing: string[] }>('GET', path)
    expect(before.body).toMatchObject({ template: 'late', language: 'pt' })
    expect(before.body.text).toContain('pedido 1001, que está em preparação')
    expect(before.body.missing).toContain('tracking')
    const dispatched = example(orderDispatched)
    const snapshot = { ...dispatched.snapshot, id: scene.thread.order?.id ?? '', externalId: '1001' }
    await hear(busMessage({ ...dispatched, snapshot } as typeof dispatched, 'orders'))
    const after = await call<{ text: string; missing: string[] }>('GET', path, { query: { language: 'en' } })
    expect(after.body.text).toContain('order 1001, which is on its way')
    expect(after.body.text).not.toMatch(/[{}]/)
  })

  it('templates are listed with the facts that they ask for', async () => {
    const { body } = await call<{ items: { code: string; facts: string[] }[] }>('GET', '/email/templates', {
      query: { language: 'es' },
    })
    expect(body.items).toHaveLength(15)
    expect(body.items.find(({ code }) => code === 'late')?.facts).toContain('deliverBy')
  })
})

describe('feedback of SES on a reply', () => {
  const at = '2026-11-24T16:00:04.000Z'
  const context = { cause, now: at }
  const ofMail = (mail: ThreadMail, more: object = {}) => ({
    source: 'aws.ses',
    'detail-type': 'of no matter here',
    time: '2026-11-24T16:00:04Z',
    id: 'ses-1',
    detail: { mail: { tags: { mail: [mail.id], store: [mail.store], thread: [mail.threadId] } }, ...more },
  })
  const bounceOf = (mail: ThreadMail, bounceType: string) =>
    ofMail(mail, { bounce: { bounceType, bouncedRecipients: [{ diagnosticCode: 'smtp; 550\r\n unknown' }] } })
  const now = async (mail: ThreadMail) => (await findMail(store, mail.id)) as ThreadMail

  it('records the status of the highest rank', async () => {
    const mail = await aSentReply(await aComplaint())
    await recordBounceOnSesEvent.run(bounceOf(mail, 'Transient'), context)
    expect((await now(mail)).delivery).toEqual({ status: 'delayed', at, reason: 'smtp; 550 unknown' })
    await recordDeliveryOnSesEvent.run(ofMail(mail), context)
    await recordDeliveryOnSesEvent.run(ofMail(mail), context)
    expect((await now(mail)).delivery).toEqual({ status: 'delivered', at })
    await recordComplaintOnSesEvent.run(ofMail(mail), context)
    await recordBounceOnSesEvent.run(bounceOf(mail, 'Permanent'), context)
    expect((await now(mail)).delivery?.status).toBe('complained')
  })

  it('of a permanent bounce reopens the thread and suppresses the address', async () => {
    const scene = await aComplaint()
    const mail = await aSentReply(scene)
    await recordBounceOnSesEvent.run(bounceOf(mail, 'Permanent'), context)
    const data = { threadId: mail.threadId, permanent: true }
    await hear(busMessage(eventOf(mailBounced, await now(mail), data), 'email'))
    expect((await show(scene.thread.id)).status).toBe('open')
    expect((await reply(scene, { text: 'a' })).body).toMatchObject({ code: 'address-suppressed' })
    const listed = await call<{ items: Suppression[] }>('GET', '/email/suppressions')
    const suppression = listed.body.items.find(({ address }) => address === scene.address)
    expect(suppression).toMatchObject({ reason: 'bounced' })
    const lifted = await call('POST', `/email/suppressions/${suppression?.id}/lift`, {
      headers: { 'if-match': '"1"' },
    })
    expect(lifted.status).toBe(200)
    expect((await reply(scene, { text: 'a' })).status).toBe(201)
  })

  it('of a complaint stops a reply that is already written', async () => {
    const scene = await aComplaint()
    const { body: written } = await reply(scene, { text: 'a' })
    await hear(busMessage(eventOf(mailComplained, written, { threadId: written.threadId }), 'email'))
    await hear(busMessage(eventOf(replyWritten, written, { threadId: written.threadId }), 'email'))
    expect(sent()).toEqual([])
    const kept = await now(written)
    expect(kept.status).toBe('suppressed')
    await hear(busMessage(eventOf(mailSuppressed, kept, { threadId: kept.threadId }), 'email'))
    expect((await show(scene.thread.id)).status).toBe('open')
  })
})
