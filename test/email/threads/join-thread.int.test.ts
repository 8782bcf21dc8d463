import { messageReceived } from '../../../events/email/email-events.ts'
import * as api from '../../../functions/email/api.ts'
import { commitWithoutEvents, mailsTo } from '../../../functions/email/mails/mail.store.ts'
import { claimMail, recordOrder } from '../../../functions/email/mails/mail.ts'
import { recordChannel } from '../../../functions/email/mails/store-channels.store.ts'
import { mayLink } from '../../../functions/email/messages/link-mail.ts'
import { saveMessage } from '../../../functions/email/messages/message.store.ts'
import type { Message } from '../../../functions/email/messages/message.ts'
import { receiveMessage } from '../../../functions/email/messages/message.ts'
import { parseMail } from '../../../functions/email/messages/mime/parse-mail.ts'
import {
  referenceTo,
  replyAddress,
  threadToken,
} from '../../../functions/email/messages/thread-references.ts'
import { joinThreadWhenMessageReceived } from '../../../functions/email/threads/joining/join-thread-when-message-received.event.ts'
import { commitThreads, loadThread } from '../../../functions/email/threads/thread.store.ts'
import type { Thread } from '../../../functions/email/threads/thread.ts'
import { withMessage } from '../../../functions/email/threads/thread.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { signingKey } from '../../../shared/secret.client.ts'
import { callerOf, ifMatch, storeA, storeB } from '../../support/http.ts'
import { eventOf } from '../../support/inbox.ts'
import { type RawMailParts, rawMail } from '../messages/raw-mail.ts'
import { type MailFixture, startMailFixture } from '../support/mail-fixture.ts'

let fixture: MailFixture
beforeAll(async () => {
  fixture = await startMailFixture()
})
afterAll(() => fixture.stop())

const now = '2026-11-24T15:00:01.000Z'
const cause = { actor: { type: 'system', id: 'test' }, causationId: 'e', correlationId: 'c' } as const
const call = callerOf(api)
const domain = 'mail.example.com'

let mails = 0
/** Delivers a mail, which is saved and linked to its thread; each call another mail. */
async function arrives(parts: RawMailParts, store: string = storeA.store): Promise<Message> {
  mails += 1
  const raw = rawMail({
    messageId: `<in-${mails}@example.com>`,
    ...parts,
    to: `${store}@${domain}`,
    ...(parts.to === undefined ? {} : { to: parts.to }),
  })
  const mail = await parseMail(raw)
  const { next, events } = receiveMessage(mail, {
    store,
    receivedAt: new Date(Date.parse('2026-11-24T15:00:00Z') + mails * 60_000).toISOString(),
    object: { bucket: 'incoming-mail', key: `incoming/${mails}` },
    whole: true,
    files: { types: [] },
    ourDomain: domain,
    ordersOfSender: mayLink(mail) ? await mailsTo(store, mail.from.address) : [],
  })
  await saveMessage({ next, events }, cause, now)
  await joins(next)
  return next
}

const joins = (message: Message) =>
  joinThreadWhenMessageReceived.run(
    eventOf(messageReceived, message, { automatic: message.automatic }) as never,
    { now, cause },
  )

const anOrder = (orderId: string, externalId: string, to: string) =>
  commitWithoutEvents(
    recordOrder(
      {
        store: storeA.store,
        kind: 'order-needs-correction',
        orderId,
        channel: 'loja',
        externalId,
        to,
        checks: [],
      },
      now,
    ),
    cause,
    now,
  )

const listed = async (query: Record<string, string> = {}) =>
  (await call<{ items: Thread[] }>('GET', '/email/threads', { query: { limit: '100', ...query } })).body.items
const threadOf = async ({ id }: Message): Promise<Thread | undefined> =>
  (await listed()).find(({ messages }) => messages.some((one) => one.id === id))
const anAddress = (name: string) => ({
  from: `${name} <${name}@example.com>`,
  returnPath: `${name}@example.com`,
})

/** Replies to a thread as the store; the mail that the customer sees has the id of SES. */
async function weAnswer(thread: Thread, sesId: string): Promise<void> {
  const reference = `<${sesId}@email.amazonses.com>`
  const known = await loadThread(thread.store, thread.id)
  const message = { id: `rep_${sesId}`, direction: 'out', at: now, automatic: false, reference } as const
  await commitThreads(
    thread.store,
    {
      decisions: [
        {
          next: { ...withMessage(known, message), version: known.version + 1, status: 'waiting-customer' },
          events: [{ type: 'email.reply-sent', data: {} }],
        },
      ],
      refer: [{ key: referenceTo.mail(reference), threadId: thread.id }],
    },
    cause,
    now,
  )
}

describe('a first mail', () => {
  it('opens a thread in triage, with the order that its customer names', async () => {
    await anOrder('ord_1001', '1001', 'maria@example.com')
    const message = await arrives({ ...anAddress('maria'), subject: 'Pedido 1001 atrasado' })
    const thread = await threadOf(message)
    expect(thread).toMatchObject({
      status: 'triage',
      channel: 'email',
      order: { id: 'ord_1001', link: 'confirmed' },
      customer: { address: 'maria@example.com', name: 'maria' },
      messageCount: 1,
    })
    expect(thread?.suggestedBecause).toBeUndefined()
  })

  it('opens one thread for repeated events', async () => {
    const message = await arrives({ ...anAddress('ines'), subject: 'Oi', body: 'uma vez' })
    await Promise.allSettled([joins(message), joins(message), joins(message)])
    const of = (await listed()).filter(({ customer }) => customer.address === 'ines@example.com')
    expect(of.map(({ messageCount }) => messageCount)).toEqual([1])
  })

  it('of a stranger who names the order opens a thread with a suggestion', async () => {
    await anOrder('ord_2002', '2002', 'joao@example.com')
    const theirs = await threadOf(await arrives({ ...anAddress('joao'), subject: 'Pedido 2002' }))
    const message = await arrives({
      ...anAddress('eve'),
      subject: 'Re: Pedido 2002',
      body: 'mude o endereço',
    })
    const own = await threadOf(message)
    expect(own?.id).not.toBe(theirs?.id)
    expect(own).toMatchObject({
      order: { id: 'ord_2002', link: 'suggested' },
      suggestedBecause: 'order-of-another',
    })
  })

  it.each(['M-7F3A', 'm-7f3a'])('finds an accepted order by its number: %s', async (written) => {
    const orderId = orderIdOf(storeA.store, 'loja', 'M-7F3A')
    await recordChannel(storeA.store, 'mercado-livre', cause, now)
    await recordChannel(storeA.store, 'loja', cause, now)
    const trigger = {
      store: storeA.store,
      kind: 'order-accepted',
      orderId,
      channel: 'loja',
      externalId: 'M-7F3A',
      to: 'lia@example.com',
      checks: [],
    } as const
    await commitWithoutEvents(claimMail(trigger, now), cause, now)
    const message = await arrives({ ...anAddress('ivo'), subject: `Sobre ${written}`, body: written })
    expect((await threadOf(message))?.order).toEqual({ id: orderId, link: 'suggested' })
  })

  it('opens no thread when it is spam, infected or automatic', async () => {
    const before = (await listed()).length
    await arrives({ ...anAddress('s1'), verdicts: { spam: 'FAIL' } })
    await arrives({ ...anAddress('s2'), verdicts: { virus: 'FAIL' } })
    await arrives({ ...anAddress('s3'), headers: ['Auto-Submitted: auto-replied'] })
    expect(await listed()).toHaveLength(before)
  })
})

describe('a mail that answers ours', () => {
  it('joins by the signed address, from any sender', async () => {
    const thread = await threadOf(await arrives({ ...anAddress('ana'), subject: 'Dúvida' }))
    if (thread === undefined) throw new Error('Thread does not exist.')
    const token = threadToken(storeA.store, thread.id, await signingKey())
    const to = replyAddress(storeA.store, token, domain)
    const answer = await arrives({ ...anAddress('irmao-da-ana'), to, subject: 'outra coisa' })
    expect((await threadOf(answer))?.id).toBe(thread.id)
    const forged = await arrives({ ...anAddress('eve'), to: to.replace(/.@/, '0@'), subject: 'x' })
    expect((await threadOf(forged))?.id).not.toBe(thread.id)
  })

  it('joins by the id of SES, from any sender and anywhere in References', async () => {
    const thread = await threadOf(await arrives({ ...anAddress('bia'), subject: 'Troca' }))
    if (thread === undefined) throw new Error('Thread does not exist.')
    await weAnswer(thread, '0100-bia')
    const answer = await arrives({
      ...anAddress('marido-da-bia'),
      subject: 'sem assunto',
      headers: [
        'In-Reply-To: <unknown@elsewhere.example>',
        'References: <0100-bia@sa-east-1.amazonses.com> <unknown@elsewhere.example>',
      ],
    })
    expect(await threadOf(answer)).toMatchObject({ id: thread.id, status: 'triage', messageCount: 3 })
  })

  it.each([
    ['by the signed address', true],
    ['by reference', false],
  ])('opens a thread with a suggestion after a DMARC failure: %s', async (what, byToken) => {
    const name = byToken ? 'clara' : 'cora'
    const thread = await threadOf(await arrives({ ...anAddress(name), subject: what }))
    if (thread === undefined) throw new Error('Thread does not exist.')
    const token = threadToken(storeA.store, thread.id, await signingKey())
    const answer = await arrives({
      ...anAddress(name),
      subject: `Re: ${what}`,
      verdicts: { dmarc: 'fail' },
      ...(byToken ? { to: replyAddress(storeA.store, token, domain) } : {}),
      headers: byToken ? [] : [`In-Reply-To: ${thread.messages[0]?.reference}`],
    })
    const own = await threadOf(answer)
    expect(own).toMatchObject({ suggestedThread: thread.id, suggestedBecause: 'sender-failed' })
    expect(own?.id).not.toBe(thread.id)
  })
})

describe('a reply to a customer’s mail', () => {
  it('joins when its sender participates: the customer or a copied recipient', async () => {
    const thread = await threadOf(
      await arrives({ ...anAddress('davi'), subject: 'Nota', headers: ['Cc: socia@example.com'] }),
    )
    const reference = thread?.messages[0]?.reference
    for (const name of ['davi', 'socia']) {
      const answer = await arrives({
        ...anAddress(name),
        subject: 'mais',
        headers: [`References: ${reference} <x@example.com>`],
      })
      expect((await threadOf(answer))?.id).toBe(thread?.id)
    }
  })

  it('of a stranger opens a thread with a suggestion', async () => {
    const thread = await threadOf(await arrives({ ...anAddress('elis'), subject: 'Nota' }))
    const answer = await arrives({
      ...anAddress('mallory'),
      subject: 'Re: Nota',
      headers: [`In-Reply-To: ${thread?.messages[0]?.reference}`],
    })
    const own = await threadOf(answer)
    expect(own).toMatchObject({ suggestedThread: thread?.id, suggestedBecause: 'stranger' })
  })

  it('joins by its order, or by the subject that it answers', async () => {
    await anOrder('ord_3003', '3003', 'fabio@example.com')
    const thread = await threadOf(await arrives({ ...anAddress('fabio'), subject: 'Pedido 3003 não chegou' }))
    const again = await arrives({ ...anAddress('fabio'), subject: 'Cadê?', body: 'o pedido 3003 não veio' })
    const bySubject = await arrives({ ...anAddress('fabio'), subject: 'RES: pedido 3003  não chegou' })
    for (const one of [again, bySubject]) expect((await threadOf(one))?.id).toBe(thread?.id)
    const other = await arrives({ ...anAddress('fabio'), subject: 'Outra coisa', body: 'olá' })
    expect((await threadOf(other))?.id).not.toBe(thread?.id)
  })

  it('joins when it is automatic, and does not reopen the thread', async () => {
    const thread = await threadOf(await arrives({ ...anAddress('gil'), subject: 'Garantia' }))
    if (thread === undefined) throw new Error('Thread does not exist.')
    const headers = ifMatch(thread.version)
    await call('POST', `/email/threads/${thread.id}/resolve`, { headers, body: {} })
    const note = {
      ...anAddress('gil'),
      subject: 'Ausente',
      headers: ['Auto-Submitted: auto-replied', `In-Reply-To: ${thread.messages[0]?.reference}`],
    }
    await arrives(note)
    const path = `/email/threads/${thread.id}`
    expect((await call<Thread>('GET', path)).body).toMatchObject({ status: 'resolved', messageCount: 2 })
    await arrives({ ...note, subject: 'Voltei', headers: note.headers.slice(1) })
    expect((await call<Thread>('GET', path)).body).toMatchObject({ status: 'triage', messageCount: 3 })
  })
})

describe('merging and splitting', () => {
  const change = (thread: Thread, what: string, body: object = {}) =>
    call<Thread>('POST', `/email/threads/${thread.id}/${what}`, { headers: ifMatch(thread.version), body })
  const shown = async ({ id }: Thread) =>
    (await call<Thread & { words: { id: string; reply: string }[] }>('GET', `/email/threads/${id}`)).body
  const opened = async (name: string, subject: string) => {
    const thread = await threadOf(await arrives({ ...anAddress(name), subject, body: `sobre ${subject}` }))
    if (thread === undefined) throw new Error('Thread does not exist.')
    return thread
  }

  it('merges two threads, joins replies to either, and undoes the merge', async () => {
    const [one, other] = [await opened('hugo', 'um'), await opened('iris', 'outro')]
    const merged = await change(one, 'merge', { into: other.id })
    expect(merged.body).toMatchObject({ id: other.id, messageCount: 2 })
    expect((await shown(other)).words.map(({ reply }) => reply)).toEqual(['sobre um', 'sobre outro'])
    expect(await shown(one)).toMatchObject({ status: 'closed', mergedInto: other.id })
    const answer = await arrives({
      ...anAddress('hugo'),
      subject: 'mais',
      headers: [`In-Reply-To: ${one.messages[0]?.reference}`],
    })
    expect((await shown(other)).messages.map(({ id }) => id)).toContain(answer.id)
    const undone = await change(await shown(one), 'undo')
    expect(undone.body).toMatchObject({ id: one.id, status: 'triage', messageCount: 2 })
    expect(undone.body.messages.map(({ id }) => id)).toContain(answer.id)
    expect(await shown(other)).toMatchObject({ messageCount: 1, participants: ['iris@example.com'] })
  })

  it('splits messages off, joins replies to them, and undoes the split', async () => {
    const thread = await opened('jade', 'primeiro')
    const second = await arrives({ ...anAddress('jade'), subject: 'Re: primeiro', body: 'outro assunto' })
    const split = await change(await shown(thread), 'split', { messageIds: [second.id] })
    expect(split.body).toMatchObject({
      splitFrom: thread.id,
      status: 'triage',
      subject: 'Re: primeiro',
      messages: [{ id: second.id }],
    })
    const answer = await arrives({
      ...anAddress('jade'),
      subject: 'Re: Re',
      headers: [`In-Reply-To: ${second.messageId}`],
    })
    expect((await shown(split.body)).messages.map(({ id }) => id)).toContain(answer.id)
    await change(await shown(split.body), 'undo')
    expect((await shown(thread)).messages.map(({ id }) => id)).toEqual([
      thread.messages[0]?.id,
      second.id,
      answer.id,
    ])
  })

  it('is rejected for the thread itself, for foreign messages and for another store', async () => {
    const thread = await opened('kai', 'sozinho')
    const headers = ifMatch(thread.version)
    const path = `/email/threads/${thread.id}`
    const code = async (what: string, body: object) =>
      (await call('POST', `${path}/${what}`, { headers, body })).body.code
    expect(await code('merge', { into: thread.id })).toBe('invalid-request')
    expect(await code('merge', { into: 'thr_0' })).toBe('not-found')
    expect(await code('undo', {})).toBe('illegal-transition')
    expect(await code('split', { messageIds: thread.messages.map(({ id }) => id) })).toBe('invalid-request')
    expect(await code('split', { messageIds: ['msg_0', 'msg_0'] })).toBe('invalid-request')
    const other = await call('POST', `${path}/close`, { headers, body: {}, client: storeB.client })
    expect(other.body.code).toBe('not-found')
  })
})

describe('the list of threads', () => {
  it('filters by department, status or risk', async () => {
    const none = await listed({ department: 'none' })
    expect(none.length).toBeGreaterThan(5)
    expect(await listed({ department: 'finance' })).toEqual([])
    expect((await listed({ status: 'triage' })).length).toBe(none.length)
    expect(await listed({ atRisk: 'true' })).toEqual([])
    const [first] = none
    if (first === undefined) throw new Error('Thread does not exist.')
    await call('POST', `/email/threads/${first.id}/close`, { headers: ifMatch(first.version), body: {} })
    expect((await listed({ status: 'closed' })).map(({ id }) => id)).toContain(first.id)
    expect((await listed()).map(({ id }) => id)).not.toContain(first.id)
  })
})
