import {
  countSesHeaders,
  envelopeRecipient,
  envelopeSender,
  type MailHeader,
  readVerdicts,
  storesAddressed,
} from '../../../functions/email/messages/mime/mail-headers.ts'

const headersOf = (...lines: string[]): MailHeader[] =>
  lines.map((line) => {
    const [, key = '', value = ''] = /^([^:]+):\s*(.*)$/s.exec(line) ?? []
    return { key: key.toLowerCase(), value }
  })

const received =
  'Received: from out.example (out.example [192.0.2.1]) by inbound-smtp.us-east-1.amazonaws.com with SMTP id abc for loja-azul@mail.example.com; Tue, 24 Nov 2026 15:00:00 +0000 (UTC)'
const ses = [
  'Return-Path: <maria@example.com>',
  received,
  'X-SES-Spam-Verdict: PASS',
  'X-SES-Virus-Verdict: PASS',
  'Received-SPF: softfail (spfCheck: x) client-ip=192.0.2.1; envelope-from=maria@example.com; helo=out.example;',
  'Authentication-Results: amazonses.com; spf=softfail (spfCheck: x); dkim=pass header.i=@example.com; dmarc=fail header.from=example.com;',
  'X-SES-RECEIPT: AAAA',
]

describe('SES’s verdicts', () => {
  it('are read from the headers of SES', () => {
    expect(readVerdicts(headersOf(...ses, 'From: maria@example.com'))).toEqual({
      spam: 'PASS',
      virus: 'PASS',
      spf: 'GRAY',
      dkim: 'PASS',
      dmarc: 'FAIL',
    })
  })

  const forged = ['X-SES-Spam-Verdict: PASS', 'Authentication-Results: amazonses.com; dmarc=pass']
  it.each([
    ['after the next Received', ['Received: from evil.example by evil.example; now', ...forged]],
    ['after another header', ['From: maria@example.com', ...forged]],
    ['after SES’s signature', ['X-SES-DKIM-SIGNATURE: a', ...forged]],
  ])('ignore forged headers of the sender, %s', (_, lines) => {
    const verdicts = readVerdicts(headersOf('Return-Path: <x@evil.example>', received, ...lines))
    expect([verdicts.spam, verdicts.dmarc]).toEqual(['NONE', 'NONE'])
  })

  it('ignore repeated headers below those of SES', () => {
    const lines = headersOf(...ses, 'Authentication-Results: amazonses.com; dmarc=pass')
    expect(readVerdicts(lines).dmarc).toBe('FAIL')
    expect(countSesHeaders(lines)).toBe(7)
  })

  it('ignore results of another authority', () => {
    const lines = headersOf(received, 'Authentication-Results: evil.example; dmarc=pass; spf=pass')
    expect(readVerdicts(lines)).toEqual({
      spam: 'NONE',
      virus: 'NONE',
      spf: 'NONE',
      dkim: 'NONE',
      dmarc: 'NONE',
    })
  })

  it.each([
    ['dmarc=none', 'GRAY'],
    ['dmarc=temperror', 'PROCESSING_FAILED'],
    ['dmarc=bestguesspass', 'GRAY'],
    ['spf=fail envelope-from="x; dmarc=pass"@evil.example; dmarc=fail', 'FAIL'],
  ])('of %s is %s', (results, verdict) => {
    const lines = headersOf(received, `Authentication-Results: amazonses.com; ${results}`)
    expect(readVerdicts(lines).dmarc).toBe(verdict)
  })

  it.each([
    ['DISABLED', 'NONE'],
    ['gray', 'GRAY'],
    ['PROCESSING_FAILED', 'PROCESSING_FAILED'],
  ])('of a scan with %s is %s', (verdictText, verdict) => {
    expect(readVerdicts(headersOf(received, `X-SES-Spam-Verdict: ${verdictText}`)).spam).toBe(verdict)
  })
})

it('the envelope sender is the address that SES checked by SPF', () => {
  expect(envelopeSender(headersOf(...ses))).toBe('maria@example.com')
  expect(envelopeSender(headersOf('From: x@y.z', ...ses))).toBeUndefined()
})

describe('the stores that a mail is for', () => {
  const domain = 'mail.example.com'
  it.each<[string, string[], string[], string[]]>([
    ['whom the envelope names', [received], [], ['loja-azul']],
    ['whom the envelope names in brackets', [received.replace(/for (\S+);/, 'for <$1>;')], [], ['loja-azul']],
    ['each in To and Cc', [received], ['Loja-Verde@Mail.Example.com'], ['loja-azul', 'loja-verde']],
    ['each once', [received], ['loja-azul+x@mail.example.com'], ['loja-azul']],
    ['none elsewhere', [], ['loja-azul@example.com', 'loja-azul@mail.example.com.evil.example'], []],
    [
      'none that is no slug',
      [],
      ['Loja_Azul@mail.example.com', '-a@mail.example.com', '@mail.example.com'],
      [],
    ],
    ['none that is too long', [], [`${'a'.repeat(41)}@mail.example.com`], []],
    ['not whom a forged Received names', ['From: x@y.z', received], [], []],
  ])('%s', (_, lines, to, stores) => {
    const recipient = envelopeRecipient(headersOf(...lines))
    expect(storesAddressed([...(recipient === undefined ? [] : [recipient]), ...to], domain)).toEqual(stores)
  })

  it('are at most ten', () => {
    const to = Array.from({ length: 30 }, (_, n) => `loja-${n}@${domain}`)
    expect(storesAddressed(to, domain)).toHaveLength(10)
  })
})
