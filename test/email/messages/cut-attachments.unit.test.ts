import { createHash, randomBytes } from 'node:crypto'
import { cutAttachments } from '../../../functions/email/messages/mime/cut-attachments.ts'
import { type ParsedMail, parseMail } from '../../../functions/email/messages/mime/parse-mail.ts'
import { sniffType } from '../../../functions/email/messages/mime/sniff-type.ts'
import { rawMail } from './raw-mail.ts'

const wrapped = (bytes: Buffer, width = 76): string =>
  bytes.toString('base64').replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n')
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const withFiles = (...files: readonly Buffer[]): Buffer =>
  rawMail({
    headers: ['Content-Type: multipart/mixed; boundary="q"'],
    body: [
      ...['--q', 'Content-Type: text/plain; charset=utf-8', '', 'Veja as fotos'],
      ...files.flatMap((file, n) => [
        '--q',
        `Content-Type: image/png; name="foto-${n}.png"`,
        'Content-Transfer-Encoding: base64',
        '',
        wrapped(file),
      ]),
      '--q--',
    ].join('\r\n'),
  })

const contents = ({ attachments }: ParsedMail) => attachments.map(({ content }) => hash(content()))

describe('a mail whose attachments are cut out before it is parsed', () => {
  it.each([1, 56, 57, 58, 5000, 100_000, 100_001, 3_000_000])(
    'keeps them byte for byte: %p bytes',
    async (size) => {
      const files = [randomBytes(size), randomBytes(size + 7)]
      const mail = await parseMail(withFiles(...files))
      expect(mail.text.trim()).toBe('Veja as fotos')
      expect(contents(mail)).toEqual(files.map(hash))
      expect(mail.attachments.map(({ name, bytes }) => [name, bytes])).toEqual([
        ['foto-0.png', size],
        ['foto-1.png', size + 7],
      ])
      expect(mail.defects).toEqual([])
    },
  )

  it('keeps them in lines of any and of uneven length', async () => {
    const file = randomBytes(200_000)
    for (const width of [60, 64, 72, 512]) {
      const raw = withFiles(file).toString('latin1').replace(wrapped(file), wrapped(file, width))
      expect(contents(await parseMail(Buffer.from(raw, 'latin1')))).toEqual([hash(file)])
    }
    const [first, ...rest] = wrapped(file).split('\r\n')
    const uneven = [first?.slice(0, 40), first?.slice(40), ...rest].join('\r\n')
    const raw = withFiles(file).toString('latin1').replace(wrapped(file), uneven)
    expect(contents(await parseMail(Buffer.from(raw, 'latin1')))).toEqual([hash(file)])
  })

  it('keeps an attached mail with its own attachments', async () => {
    const inner = withFiles(randomBytes(100_000)).toString('latin1').trimEnd()
    const raw = rawMail({
      headers: ['Content-Type: multipart/mixed; boundary="outer"'],
      body: ['--outer', 'Content-Type: message/rfc822', '', inner, '--outer--'].join('\r\n'),
    })
    const [attachment] = (await parseMail(raw)).attachments
    const lines = Buffer.from(attachment?.content() ?? [])
      .toString('latin1')
      .split(/\r?\n/)
    expect(lines.join('\n').trimEnd()).toBe(inner.replaceAll('\r\n', '\n'))
  })

  it('has no markers in its text', async () => {
    const mail = await parseMail(
      rawMail({ body: `antes\r\n\r\n${wrapped(randomBytes(100_000))}\r\n\r\ndepois` }),
    )
    expect(mail.text.replace(/\s+/g, ' ').trim()).toBe('antes depois')
  })

  it('is unchanged without attachments', () => {
    const raw = rawMail()
    expect(cutAttachments(raw).bytes).toBe(raw)
  })

  it('of 40 MB is parsed in a few seconds with little extra memory', async () => {
    const raw = withFiles(randomBytes(14_000_000), randomBytes(14_000_000))
    expect(raw.length).toBeGreaterThan(36 * 1024 * 1024)
    const before = process.memoryUsage().rss
    const mail = await parseMail(raw)
    expect(mail.attachments.map(({ bytes }) => bytes)).toEqual([14_000_000, 14_000_000])
    for (const { content } of mail.attachments) expect(content().length).toBe(14_000_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
  })
})

describe('the type of a file by its first bytes', () => {
  it.each([
    ['image/png', Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1'), 'application/pdf'],
    ['image/jpeg', Buffer.from('\xff\xd8\xff\xe0', 'latin1'), 'image/png'],
    ['application/pdf', Buffer.from('%PDF-1.7'), 'image/png'],
    ['video/mp4', Buffer.from('\0\0\0\x20ftypisom', 'latin1'), 'video/quicktime'],
    ['application/vnd.microsoft.portable-executable', Buffer.from('MZ\x90\0', 'latin1'), 'image/png'],
    ['application/zip', Buffer.from('PK\x03\x04', 'latin1'), 'image/png'],
    [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      Buffer.from('PK\x03\x04', 'latin1'),
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['text/html', Buffer.from('  <!DOCTYPE html><script>'), 'image/png'],
    ['text/html', Buffer.from('<svg xmlns="x" onload="y">'), 'image/svg+xml'],
    ['text/plain', Buffer.from('olá, tudo bem?'), 'image/png'],
    ['application/octet-stream', Buffer.from([0, 1, 2, 3]), 'image/png'],
    ['application/octet-stream', Buffer.from([]), 'image/png'],
  ])('is %s', (type, bytes, declared) => expect(sniffType(bytes, declared)).toBe(type))
})
