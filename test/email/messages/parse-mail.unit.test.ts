import fc from 'fast-check'
import { parseMail } from '../../../functions/email/messages/mime/parse-mail.ts'
import { rawMail } from './raw-mail.ts'

const latin1 = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1')
const plain = ['From: Maria <maria@example.com>', 'To: loja-azul@mail.example.com', 'Subject: Oi']

describe('parsing a mail', () => {
  it('reads sender, recipients, subject, ids and text', async () => {
    const mail = await parseMail(
      rawMail({
        from: '=?utf-8?Q?Jos=C3=A9?= <jose@example.com>',
        to: 'Equipe: loja-azul@mail.example.com, b@example.com;, c@example.com',
        subject: '=?iso-8859-1?Q?Endere=E7o?= do pedido',
        headers: ['Cc: d@example.com', 'In-Reply-To: <a@ses>', 'References: <z@ses>\r\n <a@ses>'],
      }),
    )
    expect(mail).toMatchObject({
      from: { address: 'jose@example.com', name: 'José' },
      to: ['loja-azul@mail.example.com', 'b@example.com', 'c@example.com', 'd@example.com'],
      subject: 'Endereço do pedido',
      messageId: '<mail-1@example.com>',
      inReplyTo: '<a@ses>',
      references: ['<z@ses>', '<a@ses>'],
      defects: [],
      attachments: [],
      verdicts: { dkim: 'PASS', dmarc: 'PASS' },
    })
    expect(mail.text.trim()).toBe('Quando chega?')
  })

  it('lists attachments, and keeps forwarded mails out of the text', async () => {
    const { text, attachments } = await parseMail(
      rawMail({
        headers: ['Content-Type: multipart/mixed; boundary="q"'],
        body: [
          '--q',
          'Content-Type: text/plain; charset=utf-8',
          '',
          'Veja o anexo',
          '--q',
          'Content-Type: image/png; name="foto.png"',
          'Content-Transfer-Encoding: base64',
          '',
          'iVBORw0KGgo=',
          '--q',
          'Content-Type: message/rfc822',
          '',
          'From: outra@example.com',
          'Subject: Pedido 9999',
          '',
          'Palavras de outra pessoa',
          '--q--',
        ].join('\r\n'),
      }),
    )
    expect(text.trim()).toBe('Veja o anexo')
    expect(attachments[0]).toMatchObject({ name: 'foto.png', type: 'image/png', bytes: 8 })
    expect(attachments[1]).toMatchObject({ type: 'message/rfc822' })
  })

  it('converts HTML to text without a plain text part', async () => {
    const { text } = await parseMail(
      rawMail({
        headers: ['Content-Type: text/html; charset=utf-8'],
        body: '<style>p{color:red}</style><p>Ol&aacute;,</p><p>quero <b>trocar</b> &amp; devolver</p>',
      }),
    )
    expect(text).toMatch(/^Olá,\s+quero trocar & devolver$/)
  })
})

describe('a wrong or missing charset', () => {
  it('in a raw header is read as windows-1252', async () => {
    const mail = await parseMail(latin1('From: Jos\xe9 <jose@example.com>', 'Subject: Endere\xe7o', '', 'oi'))
    expect([mail.from.name, mail.subject]).toEqual(['José', 'Endereço'])
  })

  it('in a raw header in UTF-8 is read as UTF-8', async () => {
    expect((await parseMail(Buffer.from('Subject: Endereço 📦\r\n\r\noi'))).subject).toBe('Endereço 📦')
  })

  it.each([
    ['without a content type', []],
    ['without a charset', ['Content-Type: text/plain;\r\n format=flowed']],
    ['that says UTF-8', ['Content-Type: text/plain; charset="UTF-8"']],
    [
      'that says nothing inside quoted-printable',
      ['Content-Type: text/plain', 'Content-Transfer-Encoding: quoted-printable'],
    ],
  ])('in a body %s is read as windows-1252', async (what, headers) => {
    const body = what.includes('quoted') ? 'Endere=E7o =96 n=E3o' : 'Endere\xe7o \x96 n\xe3o'
    const mail = await parseMail(latin1(...plain, ...headers, '', body))
    expect(mail.text.trim()).toBe('Endereço – não')
    expect(mail.defects).toEqual(['charset-guessed'])
  })

  it('is kept when windows-1252 would be worse', async () => {
    const mail = await parseMail(Buffer.from([...plain, '', 'ção não é ã \uFFFD çãõ'].join('\r\n')))
    expect(mail.text.trim()).toBe('ção não é ã \uFFFD çãõ')
    expect(mail.defects).toEqual([])
  })

  it('of UTF-7 is reported and not decoded', async () => {
    const mail = await parseMail(
      latin1(...plain, 'Content-Type: text/plain; charset=unicode-1-1-utf-7', '', '+ADw-script+AD4-'),
    )
    expect(mail.defects).toEqual(['utf-7'])
    expect(mail.text.trim()).toBe('+ADw-script+AD4-')
  })
})

describe('a doubtful sender', () => {
  it.each([
    ['is missing, with Reply-To', ['Reply-To: a@example.com'], 'a@example.com'],
    ['is missing, with Return-Path', ['Return-Path: <b@example.com>'], 'b@example.com'],
    ['is no address', ['From: mailer-daemon', 'Reply-To: a@example.com'], 'a@example.com'],
    ['is there twice', ['From: a@example.com', 'From: b@example.com'], 'a@example.com'],
    ['names several', ['From: a@example.com, b@example.com'], 'a@example.com'],
    ['is nowhere', ['Subject: x'], ''],
  ])('when From %s', async (_, headers, address) => {
    const mail = await parseMail(latin1(...headers, '', 'oi'))
    expect(mail.defects).toEqual(['sender-doubtful'])
    expect(mail.from.address).toBe(address)
  })

  it('is replaced by the envelope sender when there is no other', async () => {
    const raw = rawMail({ returnPath: '' })
      .toString()
      .replace('From: Maria Souza <maria@example.com>\r\n', '')
    expect((await parseMail(Buffer.from(raw))).from.address).toBe('maria@example.com')
  })
})

describe('a hostile mail', () => {
  const nested = (depth: number) =>
    Array.from(
      { length: depth },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    )

  it('with deep nesting is kept unparsed, with its headers', async () => {
    const mail = await parseMail(latin1(plain.join('\r\n'), `${nested(60).join('')}oi`))
    expect(mail).toMatchObject({
      defects: ['unparsed'],
      subject: 'Oi',
      from: { address: 'maria@example.com', name: 'Maria' },
    })
  })

  it('with an endless header is kept unparsed', async () => {
    expect((await parseMail(latin1(`Subject: ${'a'.repeat(600_000)}`, '', 'oi'))).defects).toContain(
      'unparsed',
    )
  })

  it('with endless lines is parsed in part', async () => {
    const mail = await parseMail(latin1(...plain, '', '\n'.repeat(100_000), 'oi'))
    expect(mail.defects).toEqual(['truncated'])
  })

  it('with any content never fails', async () => {
    const part = fc.constantFrom(
      'From: a@b.c',
      'Content-Type: multipart/mixed; boundary=x',
      'Content-Type: text/html; charset=klingon',
      'Content-Transfer-Encoding: base64',
      '--x',
      '--x--',
      '',
      '\u0000',
      '=?utf-8?B?4pyT?=',
      'References: <',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(part, fc.string({ unit: 'binary' })), { maxLength: 30 }),
        fc.uint8Array({ maxLength: 200 }),
        async (lines, bytes) => {
          const mail = await parseMail(Buffer.concat([Buffer.from(lines.join('\r\n')), bytes]))
          expect(typeof mail.text).toBe('string')
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('the fingerprint of a mail', () => {
  const of = async (parts: Parameters<typeof rawMail>[0]) => (await parseMail(rawMail(parts))).fingerprint

  it('does not depend on the headers of SES', async () => {
    expect(await of({ recipient: 'x@mail.example.com', verdicts: { spam: 'FAIL' } })).toBe(await of({}))
  })

  it('depends on the sender’s content', async () => {
    const all = await Promise.all([
      of({}),
      of({ body: 'x' }),
      of({ subject: 'x' }),
      of({ headers: ['Date: now'] }),
    ])
    expect(new Set(all).size).toBe(4)
  })
})
