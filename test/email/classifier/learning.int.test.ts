import { catalogue } from '../../../events/catalogue.ts'
import type { EmailCategory } from '../../../events/email/email-categories.ts'
import { categoryCorrected, threadOpened } from '../../../events/email/thread-events.ts'
import * as api from '../../../functions/email/api.ts'
import { findClassifier } from '../../../functions/email/classifier/classifier.store.ts'
import { handler as retrain } from '../../../functions/email/classifier/retrain-classifiers.cron.ts'
import { saveMessage } from '../../../functions/email/messages/message.store.ts'
import type { Message } from '../../../functions/email/messages/message.ts'
import { learnWhenCategoryCorrected } from '../../../functions/email/threads/routing/learn-when-category-corrected.event.ts'
import { understandThreadWhenMessageJoins } from '../../../functions/email/threads/routing/understand-thread-when-message-joins.event.ts'
import { commitThread, loadThread } from '../../../functions/email/threads/thread.store.ts'
import { openThread, type Thread } from '../../../functions/email/threads/thread.ts'
import { callerOf, storeA, storeB } from '../../support/http.ts'
import { eventOf } from '../../support/inbox.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'
import { anIncoming, morning } from '../support/threads.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const call = callerOf(api)
const cause = { actor: { type: 'system', id: 'test' }, causationId: 'e', correlationId: 'c' } as const
const context = { now: morning, cause }

/** A customer's mail that opened a thread, with its classification. */
async function aReadMail(
  id: string,
  reply: string,
  { store = storeA.store, automatic = false }: { store?: string; automatic?: boolean } = {},
): Promise<Thread> {
  const example = catalogue.get('email.message-received')?.example?.snapshot as unknown as Message
  const message: Message = { ...example, id, store, version: 1, subject: '', reply, text: reply, automatic }
  await saveMessage({ next: message, events: [{ type: 'email.message-received', data: {} }] }, cause, morning)
  const opened = openThread(anIncoming({ id, store, automatic }), { channel: 'email' }, morning)
  await commitThread(opened, cause, morning)
  const event = eventOf(threadOpened, opened.next, { messageId: id, automatic })
  await understandThreadWhenMessageJoins.run(event as never, context)
  return loadThread(store, opened.next.id)
}

/** Corrects the category of a thread as an analyst, and runs the reaction. */
async function correct(thread: Thread, category: EmailCategory, client: string): Promise<void> {
  const { status, body } = await call<Thread>('PATCH', `/email/threads/${thread.id}/category`, {
    body: { category },
    headers: { 'if-match': `"${thread.version}"` },
    client,
  })
  expect(status).toBe(200)
  const messageId = thread.messages[0]?.id ?? ''
  const event = eventOf(categoryCorrected, body, { to: category, by: client, messageId })
  await learnWhenCategoryCorrected.run(event as never, context)
  await learnWhenCategoryCorrected.run(event as never, context)
}

const modelsOf = async (client: string) =>
  (await call<{ serving: string; items: { served: boolean }[] }>('GET', '/email/models', { client })).body

describe('an incoming mail', () => {
  it('is classified once', async () => {
    const thread = await aReadMail('msg_read', 'Quero cancelar meu pedido, por favor cancelem a compra')
    expect(thread).toMatchObject({ version: 2, category: { name: 'cancellation' }, language: 'pt' })
    const event = eventOf(threadOpened, thread, { messageId: 'msg_read', automatic: false })
    await understandThreadWhenMessageJoins.run(event as never, context)
    expect(await loadThread(storeA.store, thread.id)).toMatchObject({ version: 2 })
  })

  it('is not classified when it is automatic', async () => {
    const thread = await aReadMail('msg_away', 'Estou de férias', { automatic: true })
    expect(thread.category).toBeUndefined()
  })
})

describe('an analyst’s correction', () => {
  it('is recorded in the thread, and rejected for a foreign message', async () => {
    const thread = await aReadMail('msg_wrong', 'Olá')
    const path = `/email/threads/${thread.id}/category`
    const headers = { 'if-match': '*' }
    const refused = await call('PATCH', path, { body: { category: 'late', messageId: 'msg_0' }, headers })
    expect(refused.status).toBe(404)
    const { body } = await call<Thread>('PATCH', path, { body: { category: 'late' }, headers })
    expect(body.category).toEqual({ name: 'late', confidence: 1, why: [], by: 'analyst' })
  })
})

describe('learning', () => {
  it('trains the store’s own model, which classifies only its own mail', async () => {
    for (let n = 0; n < 50; n += 1) {
      const [text, category] =
        n % 2 === 0
          ? (['o zumbilho chiou', 'warranty-repair'] as const)
          : (['gasolixe azul', 'question'] as const)
      await correct(await aReadMail(`msg_taught${n}`, `${text} ${n}`), category, storeA.client)
    }
    expect((await findClassifier(storeA.store))?.dueSince).toBe(morning)
    expect(await modelsOf(storeA.client)).toEqual({ serving: 'seed', items: [] })

    await retrain({ id: 'tick-1' })
    const { serving, items } = await modelsOf(storeA.client)
    expect(items).toMatchObject([{ id: serving, served: true, before: { accuracy: expect.any(Number) } }])
    expect((await findClassifier(storeA.store))?.dueSince).toBeUndefined()

    const own = await aReadMail('msg_own', 'zumbilho chiou')
    expect(own.category).toMatchObject({ name: 'warranty-repair', by: 'model' })
    const others = await aReadMail('msg_others', 'zumbilho chiou', { store: storeB.store })
    expect(others.category?.confidence).toBeLessThan(0.7)

    await retrain({ id: 'tick-2' })
    expect((await modelsOf(storeA.client)).items).toHaveLength(1)
  })

  it('trains no model with too few corrections', async () => {
    const thread = await aReadMail('msg_few', 'Olá', { store: storeB.store })
    await correct(thread, 'service', storeB.client)
    await retrain({ id: 'tick-3' })
    expect(await modelsOf(storeB.client)).toEqual({ serving: 'seed', items: [] })
    expect((await findClassifier(storeB.store))?.dueSince).toBeUndefined()
  })
})
