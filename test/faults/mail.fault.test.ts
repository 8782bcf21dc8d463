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

let pipeline: MailPipeline
beforeAll(async () => {
  pipeline = await openMailPipeline()
})
afterAll(() => pipeline.stop())

const receivedMail = (to: string) =>
  pipeline.fixture.mail.taken.filter(({ mail }) => mail.Destination?.ToAddresses?.includes(to))

/** Headers of automatic senders; empty for one that looks like a person. */
const automaticHeaders: readonly (readonly string[])[] = [
  [],
  [],
  ['Auto-Submitted: auto-replied'],
  ['Precedence: bulk'],
  ['X-Autoreply: yes'],
  ['List-Id: <list.example.com>'],
]

faultRow('mail-loop', { title: 'an automatic reply to each mail', cost: 'slow' }, async (seed) => {
  const address = `machine-${seed}@example.com`
  const headers = oneOf(automaticHeaders, seed)
  let rounds = 0
  for (let delivered = -1; receivedMail(address).length > delivered && rounds < 12; rounds += 1) {
    delivered = receivedMail(address).length
    const last = receivedMail(address).at(-1)
    const answers = last === undefined ? [] : [`In-Reply-To: <${last.messageId}@email.amazonses.com>`]
    const isThreaded = draw(seed, rounds) < 0.5
    await pipeline.arrives(
      rawMail({
        from: `Out of office <${address}>`,
        returnPath: address,
        subject: `Ausente ${rounds}`,
        messageId: `<loop-${seed}-${rounds}@example.com>`,
        headers: [...headers, ...(isThreaded ? answers : [])],
        body: `Meu pedido não chegou (${rounds})`,
      }),
    )
    await pipeline.follow()
  }
  // A sender without automatic headers gets acknowledgements up to the daily limit; an automatic one gets none.
  const most = headers.length === 0 ? acknowledgementsPerDay : 0
  return { tries: rounds, lost: 0, doubled: Math.max(0, receivedMail(address).length - most) }
})

faultRow('mail-bomb', { title: 'one sender above 60 mails an hour', cost: 'slow' }, async (seed) => {
  const address = `bomber-${seed}@example.com`
  const more = integerBetween(4, 24, seed)
  for (let n = 0; n < maxPerHour + more; n += 1)
    await pipeline.arrives(
      rawMail({ from: `S <${address}>`, subject: `spam ${n}`, messageId: `<b-${seed}-${n}@x>` }),
    )
  pipeline.take()
  const items = await pipeline.fixture.suite.table.items('S#loja-azul#MESSAGE#')
  const saved = items
    .filter(({ sk }) => sk?.S === 'MESSAGE')
    .map(({ state }) => unpack(state?.B ?? new Uint8Array()) as Message)
    .filter(({ from }) => from.address === address)
  const expected = maxPerHour + Math.floor(Math.log2(more)) + 1
  return {
    tries: maxPerHour + more,
    lost: Math.max(0, expected - saved.length),
    doubled: Math.max(0, saved.length - expected),
  }
})

const nested = (depth: number): string =>
  Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  ).join('')

/** Mails that are expensive to parse, with a size by seed and the expected defect. */
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

faultRow('mime-bomb', { title: 'parsing a mail', cost: 'slow' }, async (seed) => {
  const [rest, defect] = oneOf(bombs, seed)(draw(seed, 'size'))
  const mail = await parseMail(Buffer.from(`From: Rui <rui@example.com>\r\nSubject: Oi\r\n${rest}`))
  const isParsed = mail.from.address === 'rui@example.com' && mail.subject === 'Oi'
  expect(mail.defects).toContain(defect)
  return { tries: 1, lost: isParsed ? 0 : 1, doubled: 0 }
})

const lineEnds = ['\r\n', '\n', '\r', '\0', '\u2028', '\u2029', '\u0085', '\u000b', '\ud800'] as const

faultRow('header-injection', { title: 'every header of an outgoing mail' }, async (seed) => {
  const subject = 'Pedido 1001 recebido'
  const at = integerBetween(0, subject.length, seed)
  const injected = `${subject.slice(0, at)}${oneOf(lineEnds, seed, 'end')}Bcc: eve@example.com${subject.slice(at)}`
  const mail = { id: `mail_${seed}`, store: 'loja-azul', to: 'rui@example.com', kind: 'order-accepted' }
  const content = { subject: 'Oi', text: 'oi', html: '<p>oi</p>', headers: [] }
  const [mailChange, contentChange] = oneOf<[object, object]>(
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
  const before = pipeline.fixture.mail.requests.length
  const sending = sendMail({ ...mail, ...mailChange } as never, { ...content, ...contentChange })
  await expect(sending).rejects.toMatchObject({ code: 'invalid-request' })
  return { tries: 1, lost: 0, doubled: pipeline.fixture.mail.requests.length - before }
})

const passed = catalogue.get('order.passed')?.example as unknown as EventOf<typeof orderPassed>

faultRow('duplicate-event', { title: 'the mail to a customer' }, async (seed) => {
  const to = `cliente-${seed}@example.com`
  const id = `ord_fault${seed}`
  const snapshot = { ...passed.snapshot, id, customer: { ...passed.snapshot.customer, email: to } }
  const event = { ...passed, id: `${id}.2.0`, aggregate: { ...passed.aggregate, id }, snapshot }
  const times = integerBetween(2, 6, seed)
  const message = busMessage(event, 'orders')
  const concurrent = Array.from({ length: times }, () => message)
  // A duplicate that arrives while the mail is being sent fails and is redelivered by the queue.
  await deliver(handler, concurrent)
  for (const again of concurrent) await deliver(handler, [again])
  pipeline.take()
  const mails = receivedMail(to).length
  return { tries: 2 * times, lost: Math.max(0, 1 - mails), doubled: Math.max(0, mails - 1) }
})

const minutes = (since: string, more: number): string =>
  new Date(Date.parse(since) + more * 60_000).toISOString()

faultRow('clock-skew', { title: 'warnings of late replies', cost: 'slow' }, async (seed) => {
  const address = `late-${seed}@example.com`
  await pipeline.arrives(
    rawMail({
      from: `Atrasada <${address}>`,
      returnPath: address,
      messageId: `<late-${seed}@example.com>`,
      body: 'Meu pedido está atrasado, quando chega?',
    }),
  )
  const own = (await pipeline.follow()).map(({ pk }) => pk?.S).find((pk) => pk?.includes('#THREAD#'))
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
  const published = pipeline
    .take()
    .filter(({ pk }) => pk?.S === own)
    .flatMap(eventsIn)
    .filter(({ type }) => type === 'email.response-at-risk')
    .map(({ data }) => String(data['clock']))
  const clocks = new Set(published)
  return { tries: looks, lost: Math.max(0, 2 - clocks.size), doubled: published.length - clocks.size }
})
