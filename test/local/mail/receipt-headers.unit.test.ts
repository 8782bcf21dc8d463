import { fromDomainOf, receiptHeaders, verdictsFor } from '../../../infra/local/mail/receipt-headers.ts'

const mail = {
  messageId: 'a1b2',
  sender: 'maria@cliente.test',
  recipient: 'pedidos@aurora.test',
  helo: 'mx.cliente.test',
  ip: '192.0.2.7',
  fromDomain: 'cliente.test',
  receivedAt: Date.parse('2026-11-24T03:22:28Z'),
}

const headers = (sender: string, scanned = true) =>
  receiptHeaders({ ...mail, sender }, verdictsFor(sender, scanned), 'us-east-1')

describe('the headers of a receipt', () => {
  it('pass an ordinary mail', () => {
    const spf =
      'pass (spfCheck: domain of cliente.test designates 192.0.2.7 as permitted sender)' +
      ' client-ip=192.0.2.7; envelope-from=maria@cliente.test; helo=mx.cliente.test;'
    const lines = headers(mail.sender).split('\r\n')
    expect(lines.slice(0, 12)).toEqual([
      'Return-Path: <maria@cliente.test>',
      'Received: from mx.cliente.test (mx.cliente.test [192.0.2.7])',
      ' by inbound-smtp.us-east-1.amazonaws.com with SMTP id a1b2',
      ' for pedidos@aurora.test;',
      ' Tue, 24 Nov 2026 03:22:28 +0000 (UTC)',
      'X-SES-Spam-Verdict: PASS',
      'X-SES-Virus-Verdict: PASS',
      `Received-SPF: ${spf}`,
      'Authentication-Results: amazonses.com;',
      ` spf=${spf}`,
      ' dkim=pass header.i=@cliente.test;',
      ' dmarc=pass header.from=cliente.test;',
    ])
    expect(lines[12]).toMatch(/^X-SES-RECEIPT: [A-Za-z0-9+/=]{88}$/)
    expect(lines.slice(13)).toEqual([''])
  })

  it.each<[string, RegExp]>([
    ['m@spam-fail.verdict.test', /^X-SES-Spam-Verdict: FAIL\r$/m],
    ['m@spam-gray.verdict.test', /^X-SES-Spam-Verdict: GRAY\r$/m],
    ['m@virus-fail.verdict.test', /^X-SES-Virus-Verdict: FAIL\r$/m],
    ['m@virus-processing-failed.verdict.test', /^X-SES-Virus-Verdict: PROCESSING_FAILED\r$/m],
    ['m@spf-fail.verdict.test', /^Received-SPF: fail /m],
    ['m@spf-gray.verdict.test', /^ spf=none /m],
    ['m@dkim-fail.verdict.test', /^ dkim=fail header\.i=@cliente\.test;\r$/m],
    ['m@dmarc-fail.verdict.test', /^ dmarc=fail header\.from=cliente\.test;\r$/m],
    ['m@dmarc-gray.dkim-fail.verdict.test', /^ dkim=fail [^\r]*\r\n dmarc=none /m],
  ])('report the verdict that %s requests', (sender, expected) => {
    expect(headers(sender)).toMatch(expected)
  })

  it('omit DKIM for an unsigned mail, and report disabled for one that was not scanned', () => {
    expect(headers('m@dkim-gray.verdict.test')).not.toMatch(/ dkim=/)
    expect(headers('m@spam-fail.verdict.test', false)).toMatch(
      /Spam-Verdict: DISABLED\r\nX-SES-Virus-Verdict: DISABLED/,
    )
  })

  it('have an empty return path for the null sender', () => {
    expect(headers('')).toMatch(/^Return-Path: <>\r\n/)
  })

  it.each(['m@spam-bad.verdict.test', 'm@ham-fail.verdict.test', 'm@x.verdict.test'])(
    'refuse %s',
    (sender) => {
      expect(() => verdictsFor(sender, true)).toThrow(/is no verdict/)
    },
  )
})

describe('the domain of the From header', () => {
  it.each<[string, string]>([
    ['From: maria@cliente.test\r\n\r\nx', 'cliente.test'],
    ['Subject: x\r\nFROM: "Maria\r\n da Silva" <maria@Cliente.Test>\r\n\r\nx', 'cliente.test'],
    ['Subject: x\r\n\r\nFrom: forged@body.test', 'sender.test'],
    ['', 'sender.test'],
  ])('of %j is %s', (message, expected) => {
    expect(fromDomainOf(Buffer.from(message), 'a@sender.test')).toBe(expected)
  })
})
