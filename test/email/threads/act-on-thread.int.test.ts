import { catalogue } from '../../../events/catalogue.ts'
import type { EmailCategory } from '../../../events/email/email-categories.ts'
import { threadUnderstood } from '../../../events/email/thread-events.ts'
import type { EventOf } from '../../../events/envelope.ts'
import { complaintFiled } from '../../../events/quality/complaint-events.ts'
import * as emailApi from '../../../functions/email/api.ts'
import { handler } from '../../../functions/email/inbox.ts'
import { commitThread } from '../../../functions/email/threads/thread.store.ts'
import { openThread, type Thread } from '../../../functions/email/threads/thread.ts'
import { watchClocks } from '../../../functions/email/threads/watch-clocks.usecase.ts'
import { cause } from '../../support/cause.ts'
import { callerOf } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'
import { anIncoming, minutesLater, morning } from '../support/threads.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const call = callerOf(emailApi)
const show = async (id: string) => (await call<Thread>('GET', `/email/threads/${id}`)).body
let mails = 0

/** A classified thread, as its reaction stores it. */
async function anUnderstood(name: EmailCategory, confidence = 0.9): Promise<Thread> {
  mails += 1
  const opened = openThread(anIncoming({ id: `msg_act${mails}` }), { channel: 'email' }, morning)
  const category = { name, confidence, why: [], by: 'model' } as const
  const thread: Thread = {
    ...opened.next,
    category: { ...category, why: [] },
    language: 'pt',
    urgency: 'normal',
  }
  await commitThread({ ...opened, next: thread }, cause, morning)
  return thread
}
const hear = (thread: Thread) => {
  const category = thread.category ?? { name: 'other' as const, confidence: 0, why: [], by: 'rules' as const }
  const data = {
    messageId: thread.messages[0]?.id ?? '',
    category,
    urgency: 'normal',
    language: 'pt',
  } as const
  return deliver(handler, [busMessage(eventOf(threadUnderstood, thread, data), 'email')])
}

describe('a classified thread', () => {
  it('is processed once, by the store’s settings', async () => {
    const thread = await anUnderstood('invoice-request')
    expect([await hear(thread), await hear(thread)]).toEqual([[], []])
    expect(await show(thread.id)).toMatchObject({
      version: 2,
      status: 'open',
      department: 'finance',
      clocks: { firstResponse: { targetMinutes: 480 } },
    })
  })

  it('waits in triage when unsure, until it is assigned', async () => {
    const thread = await anUnderstood('late', 0.5)
    await hear(thread)
    const before = await show(thread.id)
    expect(before).toMatchObject({ status: 'triage', category: { name: 'late', confidence: 0.5 } })
    const routed = await call<Thread>('POST', `/email/threads/${thread.id}/route`, {
      body: { department: 'legal' },
      headers: { 'if-match': '*' },
    })
    expect(routed.body).toMatchObject({ status: 'open', department: 'legal', clocks: before.clocks })
  })

  it('shows the quality issue of its complaint', async () => {
    const thread = await anUnderstood('defective')
    const example = catalogue.get(complaintFiled.type)?.example as unknown as EventOf<typeof complaintFiled>
    const filed = { ...example, data: { ...example.data, threadId: thread.id } }
    for (let times = 0; times < 2; times += 1)
      expect(await deliver(handler, [busMessage(filed, 'quality')])).toEqual([])
    expect(await show(thread.id)).toMatchObject({
      version: 2,
      issues: [{ id: example.data.issueId, category: 'defective' }],
    })
  })
})

describe('the thread clocks', () => {
  const atRisk = async () =>
    (await call<{ items: Thread[] }>('GET', '/email/threads', { query: { atRisk: 'true' } })).body.items

  it('warn once of each thread at risk, and never of a paused clock', async () => {
    await watchClocks(cause, minutesLater(100_000))
    const [owed, resting] = [await anUnderstood('late'), await anUnderstood('praise')]
    await hear(owed)
    await hear(resting)
    // The first response is due after four hours: the warning after three.
    expect((await watchClocks(cause, minutesLater(179))).warned).toBe(0)
    expect((await watchClocks(cause, minutesLater(181))).warned).toBe(1)
    expect((await watchClocks(cause, minutesLater(185))).warned).toBe(0)
    const warned = await show(owed.id)
    expect(warned.clocks?.firstResponse?.warnedAt).toBe(minutesLater(181))
    expect((await atRisk()).map(({ id }) => id)).toContain(owed.id)
    expect((await show(resting.id)).clocks?.firstResponse).not.toHaveProperty('warnedAt')
  })
})
