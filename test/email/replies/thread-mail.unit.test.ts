import { emailLanguages } from '../../../events/email/email-categories.ts'
import { orderFacts } from '../../../functions/email/mails/content/order-facts.ts'
import { answerSubject } from '../../../functions/email/mails/content/subject.ts'
import { renderTemplate, requiredFacts } from '../../../functions/email/mails/content/template.ts'
import { factNames, templateCodes } from '../../../functions/email/mails/content/template-codes.ts'
import { textsByLanguage } from '../../../functions/email/mails/content/texts.ts'
import { threadMailContent } from '../../../functions/email/mails/content/thread-mail-content.ts'
import type { ThreadMail } from '../../../functions/email/mails/mail.ts'
import { draftReply } from '../../../functions/email/replies/draft-reply.ts'
import { recordFailed, recordSent } from '../../../functions/email/replies/record-answer.ts'
import { writeReply } from '../../../functions/email/replies/thread-mail.ts'
import { settingsOf } from '../../../functions/email/settings/email-settings.ts'
import type { Thread } from '../../../functions/email/threads/thread.ts'
import { given } from '../../support/given.ts'
import { aThread, minutesLater, morning } from '../support/threads.ts'

const settings = settingsOf(undefined, 'loja-azul')
const words = { to: 'maria@example.com', language: 'pt', subject: 'Re: Pedido 1001', text: 'Olá!' } as const

/** A reply to a thread, written at a time. */
const aReply = (thread: Thread, writtenAt = minutesLater(10), resolves = false): ThreadMail =>
  writeReply(thread, settings, { ...words, resolves }, { by: 'ana', key: writtenAt, now: writtenAt }).next
const sentAs = (mail: ThreadMail, at: string): ThreadMail => ({
  ...mail,
  status: 'sent',
  sentAt: at,
  messageId: '0100-7',
})

describe('the subject of a reply', () => {
  it.each([
    { subject: 'Pedido 1001', answer: 'Re: Pedido 1001' },
    { subject: 'RE: Pedido 1001', answer: 'RE: Pedido 1001' },
    { subject: 'Res: Pedido', answer: 'Res: Pedido' },
    { subject: ' ', answer: 'A sua mensagem' },
    { subject: 'Oi\r\nBcc: todos@example.com', answer: 'Re: Oi Bcc: todos@example.com' },
  ])('of $subject is $answer', ({ subject, answer }) => {
    expect(answerSubject(subject, 'A sua mensagem')).toBe(answer)
  })

  it('is cut to the limit', () => {
    expect(answerSubject('á'.repeat(900), '').length).toBeLessThanOrEqual(300)
  })
})

describe('the headers of a reply', () => {
  const headersOf = (thread: Thread) => {
    const content = threadMailContent(aReply(thread), 'loja-azul+tok@mail.example.com')
    return Object.fromEntries(content.headers.map(({ name, value }) => [name, value]))
  }
  const message = (n: number, reference: string, direction: 'in' | 'out' = 'in') => ({
    id: `msg_${n}`,
    direction,
    at: minutesLater(n),
    automatic: false,
    reference,
  })

  it('reference the earlier mails and answer the customer’s newest one', () => {
    const messages = [message(1, '<a@x>'), message(2, '<b@x>', 'out'), message(3, '<c@x>')]
    expect(headersOf(aThread({ messages }))).toEqual({
      'In-Reply-To': '<c@x>',
      References: '<a@x> <b@x> <c@x>',
    })
  })

  it('leave out an invalid Message-ID, such as one with a header in it', () => {
    const messages = [
      message(1, '<a@x>\r\nBcc: todos@example.com'),
      message(2, 'não é um'),
      message(3, '<é@x>'),
    ]
    expect(headersOf(aThread({ messages }))).toEqual({})
  })

  it('stay within the limits of SES', () => {
    const messages = Array.from({ length: 40 }, (_, n) => message(n, `<${'r'.repeat(190)}${n}@x>`))
    const { References = '' } = headersOf(aThread({ messages }))
    expect(References.length).toBeLessThan(900)
    expect(References.endsWith('39@x>')).toBe(true)
  })
})

describe('recording a sent reply', () => {
  const thread = aThread({ status: 'open', department: 'finance' })
  const sent = sentAs(aReply(thread), minutesLater(11))

  it('waits for the customer, once', () => {
    const noted = recordSent(thread, sent, minutesLater(12)).next
    expect(noted).toMatchObject({
      status: 'waiting-customer',
      messageCount: 2,
      lastMessageAt: minutesLater(11),
    })
    given(noted)
      .when((one) => recordSent(one, sent, minutesLater(13)))
      .then([])
  })

  it('still owes a reply when the customer wrote before it was sent', () => {
    const written = {
      id: 'msg_9',
      direction: 'in' as const,
      at: minutesLater(10.5),
      automatic: false,
      reference: '<z@x>',
    }
    const crossed = { ...thread, messages: [...thread.messages, written] }
    expect(recordSent(crossed, sent, minutesLater(12)).next.status).toBe('open')
  })

  it('leaves an ended thread ended', () => {
    for (const status of ['resolved', 'closed'] as const)
      expect(recordSent({ ...thread, status }, sent, minutesLater(12)).next.status).toBe(status)
  })

  it('reopens the thread of a failed reply, unless it is active', () => {
    const waiting: Thread = { ...thread, status: 'waiting-customer' }
    expect(recordFailed(waiting, sent, 'bounced', minutesLater(12)).next.status).toBe('open')
    given(thread)
      .when((one) => recordFailed(one, sent, 'bounced', minutesLater(12)))
      .then([])
  })
})

describe('templates', () => {
  const all = emailLanguages.flatMap((language) => templateCodes.map((code) => ({ language, code })))
  const correspondence = { customerName: 'Maria Souza', signature: 'Loja Azul' }

  it.each(all)('for $code in $language are complete with and without facts', ({ language, code }) => {
    const texts = textsByLanguage[language]
    const facts = Object.fromEntries(factNames.map((name) => [name, `<${name}>`]))
    const full = renderTemplate(language, code, facts, correspondence)
    const bare = renderTemplate(language, code, {}, correspondence)
    for (const text of [full, bare]) expect(text).not.toMatch(/[{}]|undefined/)
    for (const name of requiredFacts(texts[code])) expect(full).toContain(`<${name}>`)
    expect(texts[code].every((paragraph) => !/\{(?!\w+\})/.test(paragraph))).toBe(true)
  })

  it('ask for the same facts in every language', () => {
    for (const code of templateCodes) {
      const [first, ...others] = emailLanguages.map((language) =>
        requiredFacts(textsByLanguage[language][code]),
      )
      for (const other of others) expect(other).toEqual(first)
    }
  })

  it.each(['Clique em http://mau.example', '<b>Oi</b>', ''])('do not greet by %j', (customerName) => {
    const text = renderTemplate('pt', 'other', {}, { ...correspondence, customerName })
    expect(text).toMatch(customerName.startsWith('Clique') ? /^Olá, Clique!/ : /^Olá!/)
    expect(text).not.toContain('http')
  })

  it('format dates for the language, in the time zone of São Paulo', () => {
    const known = {
      id: 'ord_1',
      store: 'loja-azul',
      version: 1,
      orderVersion: 4,
      channel: 'loja-propria',
      externalId: '1001',
      status: 'dispatched',
      total: 9480,
      currency: 'BRL',
      deliverBy: '2026-12-02T01:00:00.000Z',
    } as const
    const factsIn = (language: 'pt' | 'en') => orderFacts({ externalId: '1001', projection: known }, language)
    expect(factsIn('pt')).toEqual({ order: '1001', status: 'a caminho', deliverBy: '01/12/2026' })
    expect(factsIn('en').deliverBy).toBe('01/12/2026')
    expect(orderFacts(undefined, 'pt')).toEqual({})
  })

  it('are chosen by category, in the customer’s or the requested language', () => {
    const thread = aThread({
      category: { name: 'defective', confidence: 0.5, why: [], by: 'model' },
      language: 'es',
      openedAt: morning,
    })
    const draft = draftReply(thread, settings, undefined)
    expect(draft).toMatchObject({ template: 'defective', language: 'es', missing: ['order'] })
    expect(draftReply(thread, settings, undefined, { template: 'praise', language: 'en' })).toMatchObject({
      template: 'praise',
      language: 'en',
      missing: [],
    })
    expect(draftReply(aThread(), settings, undefined)).toMatchObject({ template: 'other', language: 'pt' })
  })
})
