import * as api from '../../../functions/email/api.ts'
import { commitWithoutEvents } from '../../../functions/email/mails/mail.store.ts'
import { recordOrder } from '../../../functions/email/mails/mail.ts'
import type { Message } from '../../../functions/email/messages/message.ts'
import { receiveMail } from '../../../functions/email/messages/receive-mail.usecase.ts'
import { callerOf, storeA, storeB } from '../../support/http.ts'
import { type MailFixture, startMailFixture } from '../support/mail-fixture.ts'
import { type RawMailParts, rawMail } from './raw-mail.ts'

let fixture: MailFixture
beforeAll(async () => {
  fixture = await startMailFixture()
  await anOrder('ord_1001', '1001', 'Maria@Example.com')
})
afterAll(() => fixture.stop())

const now = '2026-11-24T15:00:01.000Z'
const cause = {
  actor: { type: 'system', id: 'test' },
  causationId: 'event-1',
  correlationId: 'request-1',
} as const
const call = callerOf(api)

/** Links an order to a customer's address, as the mail about it does. */
const anOrder = (orderId: string, externalId: string, to: string, store: string = storeA.store) =>
  commitWithoutEvents(
    recordOrder(
      { store, kind: 'order-needs-correction', orderId, channel: 'loja', externalId, to, checks: [] },
      now,
    ),
    cause,
    now,
  )

let objects = 0
/** Puts a mail into the bucket, and delivers its event as often as requested. */
async function arrives(mail: RawMailParts | Buffer, { times = 1, at = '2026-11-24T15:00:00Z' } = {}) {
  objects += 1
  const key = `incoming/mail ${objects}+á(1)`
  fixture.mail.objects.set(`incoming-mail/${key}`, Buffer.isBuffer(mail) ? mail : rawMail(mail))
  await Promise.all(Array.from({ length: times }, () => tell(key, at)))
  return key
}

const tell = (key: string, time = '2026-11-24T15:00:00Z') =>
  receiveMail(
    {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      time,
      id: `event-${key}`,
      detail: { bucket: { name: 'incoming-mail' }, object: { key, size: 1 } },
    },
    { now, cause },
  )

type List = { items: (Message & { excerpt: string })[]; nextCursor?: string }
const listed = async (query: Record<string, string> = {}, client: string = storeA.client) =>
  (await call<List>('GET', '/email/messages', { query, client })).body
const newest = async () => (await listed({ limit: '1' })).items[0]

describe('a mail from the customer', () => {
  it('that names the order is linked to it and returned', async () => {
    await arrives({ subject: 'Re: Pedido nº1001', body: 'Quando chega?\r\n\r\n> Pedido recebido' })
    const [item] = (await listed({ orderId: 'ord_1001' })).items
    expect(item).toMatchObject({
      orderId: 'ord_1001',
      from: { address: 'maria@example.com', name: 'Maria Souza' },
      subject: 'Re: Pedido nº1001',
      excerpt: 'Quando chega?',
      receivedAt: '2026-11-24T15:00:00.000Z',
      automatic: false,
      verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' },
    })
    const { body } = await call<Message>('GET', `/email/messages/${item?.id}`)
    expect(body.text).toContain('> Pedido recebido')
    expect(body.object?.bucket).toBe('incoming-mail')
    const other = await call('GET', `/email/messages/${item?.id}`, { client: storeB.client })
    expect([other.status, other.body.code]).toEqual([404, 'not-found'])
  })

  it('is one message and one event for repeated deliveries and events', async () => {
    const before = (await fixture.suite.table.items('S#loja-azul#MESSAGE#')).length
    const mail = rawMail({ subject: 'Pedido 1001 de novo' })
    await arrives(mail, { times: 10 })
    // The same mail, received twice by SES: another object, other headers of SES.
    await arrives(Buffer.from(mail.toString().replace('SMTP id abc', 'SMTP id def')))
    const items = await fixture.suite.table.items('S#loja-azul#MESSAGE#')
    expect(items.length - before).toBe(1)
    expect(items.every(({ version, outbox }) => version?.N === '1' && outbox?.S === 'email')).toBe(true)
  })

  it.each([
    ['names no order', { subject: 'Oi', body: 'Quando chega?' }],
    ['names another’s order', { subject: 'Pedido 2002' }],
    ['is from a stranger', { from: 'eve@example.com' }],
    ['failed DMARC', { verdicts: { dmarc: 'fail' } }],
    ['is spam', { verdicts: { spam: 'FAIL' } }],
    ['carries a virus', { verdicts: { virus: 'FAIL' } }],
    ['has two From headers', { headers: ['From: maria@example.com'] }],
  ] satisfies [string, RawMailParts][])('that %s is kept, but linked to nothing', async (what, mail) => {
    await anOrder('ord_2002', '2002', 'joao@example.com')
    const parts: RawMailParts = { ...mail }
    await arrives({ ...parts, headers: [...(parts.headers ?? []), `X-Case: ${what}`] }, { at: later() })
    const message = await newest()
    expect(message?.orderId).toBeUndefined()
    expect(message?.automatic).toBe(false)
  })

  it('does not find the orders of another store', async () => {
    await anOrder('ord_3003', '3003', 'maria@example.com', storeB.store)
    await arrives({ subject: 'Pedido 3003' }, { at: later() })
    expect((await newest())?.orderId).toBeUndefined()
  })
})

let minutes = 0
/** Each call is a minute after the last, so the newest message is the last that arrived. */
function later() {
  minutes += 1
  return new Date(Date.parse('2026-11-24T16:00:00Z') + minutes * 60_000).toISOString()
}

describe('a mail to several stores, or to none', () => {
  it('is saved for each store', async () => {
    await arrives(
      { subject: 'Para as duas', to: 'loja-azul@mail.example.com, loja-verde+x@mail.example.com' },
      { at: later() },
    )
    expect((await newest())?.subject).toBe('Para as duas')
    expect((await listed({}, storeB.client)).items.map(({ subject }) => subject)).toContain('Para as duas')
  })

  it.each(['No_Slug@mail.example.com', 'loja-azul@elsewhere.example', ''])(
    'is rejected permanently when its recipient is %p',
    async (address) => {
      await expect(arrives({ to: address, recipient: address })).rejects.toMatchObject({ code: 'not-found' })
    },
  )
})

describe('an object that is not a mail', () => {
  it('is rejected permanently when it does not exist', async () => {
    await expect(tell('incoming/gone')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is ignored when it is the setup notification of SES', async () => {
    await expect(tell('incoming/AMAZON_SES_SETUP_NOTIFICATION')).resolves.toBeUndefined()
  })

  it('is stored as received when it cannot be parsed', async () => {
    const garbage = Buffer.concat([
      rawMail({ subject: 'Lixo', headers: ['Content-Type: multipart/mixed; boundary="x"'] }),
      Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 31) % 256)),
    ])
    await arrives(garbage, { at: later() })
    expect((await newest())?.subject).toBe('Lixo')
  })
})

describe('a mail beyond the size limit', () => {
  it('is truncated and marked, and its event fits the bus', async () => {
    await arrives({ subject: 'Longa', body: 'ç'.repeat(300_000) }, { at: later() })
    const message = await newest()
    expect(message?.defects).toEqual(['truncated'])
    const { body } = await call<Message>('GET', `/email/messages/${message?.id}`)
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(200_000)
    expect(body.text.length).toBeGreaterThan(20_000)
  })

  it.each([
    ['8 MB of words', Buffer.alloc(9 * 1024 * 1024, 'a b '.repeat(249).concat('\r\n'))],
    ['80,000 lines', Buffer.alloc(3 * 1024 * 1024, 'a\r\n')],
  ])('is read only in part with more than %s', async (_, filling) => {
    await arrives(Buffer.concat([rawMail({ subject: 'Enorme' }), filling]), { at: later() })
    expect(await newest()).toMatchObject({ subject: 'Enorme', defects: ['truncated'] })
  })
})

describe('the list of messages', () => {
  it('is paginated, the newest first, each message once', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page: List = await listed({ limit: '4', ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    const all = await listed({ limit: '100' })
    expect(all.items.length).toBeGreaterThan(8)
    expect(seen).toEqual(all.items.map(({ id }) => id))
    const times = all.items.map(({ receivedAt }) => receivedAt)
    expect(times).toEqual([...times].sort().reverse())
  })

  it('requires its scope, and rejects unknown fields', async () => {
    expect((await call('GET', '/email/messages', { scope: ['orders:read'] })).status).toBe(403)
    expect((await call('GET', '/email/messages', { query: { sender: 'x' } })).body.code).toBe(
      'invalid-request',
    )
    expect((await call('GET', '/email/messages', { query: { limit: '0' } })).status).toBe(400)
    expect((await call('GET', '/email/messages', { query: { cursor: 'forged' } })).body.code).toBe(
      'invalid-cursor',
    )
  })
})
