import { catalogue } from '../../events/catalogue.ts'
import type { EventOf } from '../../events/envelope.ts'
import type { orderPassed } from '../../events/orders/order-events.ts'
import { handler } from '../../functions/email/inbox.ts'
import { sendMail } from '../../functions/email/mails/mail.client.ts'
import type { Message } from '../../functions/email/messages/message.ts'
import { parseMail } from '../../functions/email/messages/mime/parse-mail.ts'
import { settingsOf } from '../../functions/email/settings/email-settings.ts'
import { watchClocks } from '../../functions/email/threads/watch-clocks.usecase.ts'
import { unpack } from '../../shared/table/packed.ts'
import { rawMail } from '../email/messages/raw-mail.ts'
import { busMessage, deliver } from '../support/inbox.ts'
import { type MailPipeline, openMailPipeline, receivedAt } from './fixtures/mail-pipeline.ts'
import { eventsIn } from './fixtures/messages.ts'
import { draw, integerBetween, oneOf } from './table/draw.ts'
import { faultRow } from './table/fault-row.ts'

const { mailsOfSenderPerHour: maxPerHour, acknowledgementsPerDay } = settingsOf(undefined, 'loja-azul').limits

let line: MailPipeline
beforeAll(async () => {
  line = await openMailPipeline()
})
afterAll(() => line.stop())

const receivedMail = (to: string) =>
  line.fixture.mail.taken.filter(({ mail }) => mail.Destination?.ToAddresses?.includes(to))

/** Headers of a machine: those that say what it is, and none of a machine that seems a person. */
const automaticHeaders: readonly (readonly string[])[] = [
  [],
  [],
  ['Auto-Submitted: auto-replied'],
  ['Precedence: bulk'],
  ['X-Autoreply: yes'],
  ['List-Id: <list.example.com>'],
]

faultRow('mail-loop', { title: 'a machine that answers each mail of ours', cost: 'dear' }, async (seed) => {
  const address = `machine-${seed}@example.com`
  const headers = oneOf(automaticHeaders, seed)
  let rounds = 0
  for (let heard = -1; receivedMail(address).length > heard && rounds < 12; rounds += 1) {
    heard = receivedMail(address).length
    const last = receivedMail(address).at(-1)
    const answers = last === undefined ? [] : [`In-Reply-To: <${last.messageId}@email.amazonses.com>`]
    const isThreaded = draw(seed, rounds) < 0.5
    await line.arrives(
      rawMail({
        from: `Out of office <${address}>`,
        returnPath: address,
        subject: `Ausente ${rounds}`,
        messageId: `<loop-${seed}-${rounds}@example.com>`,
        headers: [...headers, ...(isThreaded ? answers : [])],
        body: `Meu pedido não chegou (${rounds})`,
      }),
    )
    await line.follow()
  }
  // A person would be told so often in a day that their mail is there; a machine that says what it is, never.
  const most = headers.length === 0 ? acknowledgementsPerDay : 0
  return { tries: rounds, lost: 0, doubled: Math.max(0, receivedMail(address).length - most) }
})

faultRow('mail-bomb', { title: 'one sender, beyond 60 an hour', cost: 'dear' }, async (seed) => {
  const address = `bomber-${seed}@example.com`
  const more = integerBetween(4, 24, seed)
  for (let n = 0; n < maxPerHour + more; n += 1)
    await line.arrives(
      rawMail({ from: `S <${address}>`, subject: `spam ${n}`, messageId: `<b-${seed}-${n}@x>` }),
    )
  line.take()
  const items = await line.fixture.suite.table.items('S#loja-azul#MESSAGE#')
  const kept = items
    .filter(({ sk }) => sk?.S === 'MESSAGE')
    .map(({ state }) => unpack(state?.B ?? new Uint8Array()) as Message)
    .filter(({ from }) => from.address === address)
  const expected = maxPerHour + Math.floor(Math.log2(more)) + 1
  return {
    tries: maxPerHour + more,
    lost: Math.max(0, expected - kept.length),
    doubled: Math.max(0, kept.length - expected),
  }
})

const nested = (depth: number): string =>
  Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  ).join('')

/** Mails that are made to cost too much, of a size by the seed; each gives what must be said of it. */
const bombs: readonly ((size: number) => readonly [string, string])[] = [
  (size) => [`${nested(60 + Math.floor(size * 1000))}oi`, 'unparsed'],
  (size) => [`X-Long: ${'a'.repeat(550_000 + Math.floor(size * 1_000_000))}\r\n\r\noi`, 'unparsed'],
  (size) => [`\r\n${'\n'.repeat(90_000 + Math.floor(size * 500_000))}oi`, 'truncated'],
  (size) => [`\r\n${'oi '.repeat(3_000_000 + Math.floor(size * 3_000_000))}`, 'truncated'],
  (size) => [
    `Content-Type: multipart/mixed; boundary=q\r\n\r\n${'--q\r\n\r\nx\r\n'.repeat(30_000 + Math.floor(size * 50_000))}--q--`,
    'truncated',
  ],
]

faultRow('mime-bomb', { title: 'parsing a mail', cost: 'dear' }, async (seed) => {
  const [rest, defect] = oneOf(bombs, seed)(draw(seed, 'size'))
  const mail = await parseMail(Buffer.from(`From: Rui <rui@example.com>\r\nSubject: Oi\r\n${rest}`))
  const isKnown = mail.from.address === 'rui@example.com' && mail.subject === 'Oi'
  expect(mail.defects).toContain(defect)
  return { tries: 1, lost: isKnown ? 0 : 1, doubled: 0 }
})

const lineEnds = ['\r\n', '\n', '\r', '\0', '\u2028', '\u2029', '\u0085', '\u000b', '\ud800'] as const

faultRow('header-injection', { title: 'every header of a mail of ours' }, async (seed) => {
  const words = 'Pedido 1001 recebido'
  const at = integerBetween(0, words.length, seed)
  const injected = `${words.slice(0, at)}${oneOf(lineEnds, seed, 'end')}Bcc: eve@example.com${words.slice(at)}`
  const mail = { id: `mail_${seed}`, store: 'loja-azul', to: 'rui@example.com', kind: 'order-accepted' }
  const letter = { subject: 'Oi', text: 'oi', html: '<p>oi</p>', headers: [] }
  const [ofMail, ofLetter] = oneOf<[object, object]>(
    [
      [{}, { subject: injected }],
      [{ to: injected }, {}],
      [{}, { fromName: injected }],
      [{}, { replyTo: injected }],
      [{}, { headers: [{ name: 'In-Reply-To', value: injected }] }],
      [{}, { headers: [{ name: injected, value: 'x' }] }],
    ],
    seed,
    'where',
  )
  const before = line.fixture.mail.requests.length
  const sending = sendMail({ ...mail, ...ofMail } as never, { ...letter, ...ofLetter })
  await expect(sending).rejects.toMatchObject({ code: 'invalid-request' })
  return { tries: 1, lost: 0, doubled: line.fixture.mail.requests.length - before }
})

const cleared = catalogue.get('order.passed')?.example as unknown as EventOf<typeof orderPassed>

faultRow('duplicate-event', { title: 'the mail to a customer' }, async (seed) => {
  const to = `cliente-${seed}@example.com`
  const id = `ord_fault${seed}`
  const snapshot = { ...cleared.snapshot, id, customer: { ...cleared.snapshot.customer, email: to } }
  const event = { ...cleared, id: `${id}.2.0`, aggregate: { ...cleared.aggregate, id }, snapshot }
  const times = integerBetween(2, 6, seed)
  const message = busMessage(event, 'orders')
  const side = Array.from({ length: times }, () => message)
  // One that comes while another is being sent waits for its turn, which is the queue's to bring.
  await deliver(handler, side)
  for (const again of side) await deliver(handler, [again])
  line.take()
  const mails = receivedMail(to).length
  return { tries: 2 * times, lost: Math.max(0, 1 - mails), doubled: Math.max(0, mails - 1) }
})

const minutes = (since: string, more: number): string =>
  new Date(Date.parse(since) + more * 60_000).toISOString()

faultRow('clock-skew', { title: 'warnings of late answers', cost: 'dear' }, async (seed) => {
  const address = `late-${seed}@example.com`
  await line.arrives(
    rawMail({
      from: `Atrasada <${address}>`,
      returnPath: address,
      messageId: `<late-${seed}@example.com>`,
      body: 'Meu pedido está atrasado, quando chega?',
    }),
  )
  const own = (await line.follow()).map(({ pk }) => pk?.S).find((pk) => pk?.includes('#THREAD#'))
  const cause = {
    actor: { type: 'system', id: 'clock' },
    causationId: `c-${seed}`,
    correlationId: 'c',
  } as const
  const skews = [1, 2, 3].map((n) => integerBetween(-10, 10, seed, 'skew', n))
  const from = integerBetween(60, 120, seed)
  let looks = 0
  for (let tick = from; tick < from + 7 * 24 * 60; tick += tick < from + 240 ? 30 : 480) {
    looks += skews.length
    await Promise.all(skews.map((skew) => watchClocks(cause, minutes(receivedAt, tick + skew))))
  }
  const told = line
    .take()
    .filter(({ pk }) => pk?.S === own)
    .flatMap(eventsIn)
    .filter(({ type }) => type === 'email.response-at-risk')
    .map(({ data }) => String(data['clock']))
  const clocks = new Set(told)
  return { tries: looks, lost: Math.max(0, 2 - clocks.size), doubled: told.length - clocks.size }
})
