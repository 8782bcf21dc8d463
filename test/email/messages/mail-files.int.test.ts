import { randomBytes } from 'node:crypto'
import * as api from '../../../functions/email/api.ts'
import type { Message } from '../../../functions/email/messages/message.ts'
import { receiveMail } from '../../../functions/email/messages/receive-mail.usecase.ts'
import { callerOf } from '../../support/http.ts'
import { type MailFixture, startMailFixture } from '../support/mail-fixture.ts'
import { type RawMailParts, rawMail } from './raw-mail.ts'

let fixture: MailFixture
beforeAll(async () => {
  fixture = await startMailFixture()
})
afterAll(() => fixture.stop())

const now = '2026-11-24T15:00:01.000Z'
const cause = { actor: { type: 'system', id: 'test' }, causationId: 'e', correlationId: 'c' } as const
const call = callerOf(api)

let objects = 0
async function arrives(raw: Buffer): Promise<void> {
  objects += 1
  const key = `incoming/file-mail-${objects}`
  fixture.mail.objects.set(`incoming-mail/${key}`, raw)
  await receiveMail(
    {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      time: '2026-11-24T15:00:00Z',
      id: `event-${objects}`,
      detail: { bucket: { name: 'incoming-mail' }, object: { key } },
    },
    { now, cause },
  )
}

const received = async (subject: string): Promise<Message> => {
  const { body } = await call<{ items: Message[] }>('GET', '/email/messages', { query: { limit: '100' } })
  const found = body.items.find((one) => one.subject === subject)
  if (found === undefined) throw new Error(`a mail about ${subject} is expected`)
  return found
}

const wrapped = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(500_000)])

const aMailWith = (subject: string, parts: readonly string[], more: RawMailParts = {}): Buffer =>
  rawMail({
    ...more,
    subject,
    headers: ['Content-Type: multipart/mixed; boundary="q"'],
    body: [...parts.flatMap((part) => ['--q', part]), '--q--'].join('\r\n'),
  })
const aFile = (name: string, type: string, content: Buffer): string =>
  [
    `Content-Type: ${type}; name="${name}"`,
    'Content-Disposition: attachment',
    'Content-Transfer-Encoding: base64',
    '',
    wrapped(content),
  ].join('\r\n')

describe('the attachments of a mail', () => {
  it('are stored with their detected type, and downloaded by a link', async () => {
    const text = 'Content-Type: text/plain\r\n\r\nVeja'
    await arrives(
      aMailWith('com fotos', [
        text,
        aFile('foto ção.jpg', 'image/jpeg', png),
        aFile('nota.pdf', 'application/pdf', Buffer.from('MZ..')),
      ]),
    )
    const message = await received('com fotos')
    expect(message.attachments).toEqual([
      { name: 'foto ção.jpg', type: 'image/png', bytes: png.length, kept: true },
      { name: 'nota.pdf', type: 'application/vnd.microsoft.portable-executable', bytes: 4, kept: true },
    ])
    expect(message.defects).toEqual([])
    const path = `/email/messages/${message.id}/attachments`
    const { body } = await call<{ link: string }>('GET', `${path}/0`)
    const link = new URL(body.link)
    expect(link.searchParams.get('response-content-type')).toBe('application/octet-stream')
    expect(link.searchParams.get('response-content-disposition')).toMatch(
      /^attachment; filename\*=UTF-8''foto%20/,
    )
    expect(link.searchParams.get('X-Amz-Expires')).toBe('300')
    const file = await fetch(link)
    expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true)
    expect((await call('GET', `${path}/2`)).body.code).toBe('not-found')
    expect((await call('GET', `${path}/x`)).body.code).toBe('invalid-request')
  })

  it('are stored for a mail of 40 MB, once for repeated events', async () => {
    const film = randomBytes(24_000_000)
    const raw = aMailWith('com filme', [aFile('filme.mp4', 'video/mp4', film)])
    await arrives(raw)
    const message = await received('com filme')
    expect(message).toMatchObject({ defects: [], attachments: [{ bytes: film.length, kept: true }] })
    const key = `incoming-mail/kept/loja-azul/${message.id}/0`
    expect(film.equals(fixture.mail.objects.get(key) ?? Buffer.alloc(0))).toBe(true)
    fixture.mail.objects.delete(key)
    await arrives(raw)
    expect(fixture.mail.objects.has(key)).toBe(false)
  })

  it('beyond the size or count limit are only listed', async () => {
    const small = aFile('x.txt', 'text/plain', Buffer.from('oi'))
    const large = aFile('grande.bin', 'application/octet-stream', Buffer.alloc(26 * 1024 * 1024, 7))
    await arrives(aMailWith('muitos', [large, ...Array.from({ length: 22 }, () => small)]))
    const { attachments } = await received('muitos')
    expect(attachments.map(({ kept }) => kept)).toEqual([false, ...Array(19).fill(true), false, false, false])
  })
})

describe('the HTML of a mail', () => {
  const html = '<p>Olá <script>alert(1)</script><img src="https://espia.example/x.png" onerror="x()"></p>'

  it('is returned sanitized, with remote images on request', async () => {
    const raw = rawMail({
      subject: 'com html',
      headers: ['Content-Type: text/html; charset=utf-8'],
      body: html,
    })
    await arrives(raw)
    const { id } = await received('com html')
    const shown = async (query: Record<string, string> = {}) =>
      (await call<object>('GET', `/email/messages/${id}/html`, { query })).body
    const off = '<p>Olá <img data-remote-src="https://espia.example/x.png"></p>\n'
    expect(await shown()).toEqual({ html: off, remoteImages: 1 })
    expect(await shown({ remoteImages: 'true' })).toEqual({
      html: off.replace('data-remote-src', 'src'),
      remoteImages: 1,
    })
  })

  it('does not exist for a mail without HTML', async () => {
    await arrives(rawMail({ subject: 'sem html' }))
    const { id } = await received('sem html')
    expect((await call('GET', `/email/messages/${id}/html`)).body.code).toBe('not-found')
  })
})
