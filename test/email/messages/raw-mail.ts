/** The parts of a mail that a test sets; the rest is a plain mail of a customer, as SES stores it. */
export interface RawMailParts {
  readonly from?: string
  readonly to?: string
  readonly recipient?: string
  readonly subject?: string
  readonly body?: string
  /** Further headers of the sender, each a line. */
  readonly headers?: readonly string[]
  readonly verdicts?: { readonly spam?: string; readonly virus?: string; readonly dmarc?: string }
  readonly returnPath?: string
  readonly messageId?: string
}

/** A raw mail, with the headers that SES adds. */
export function rawMail({
  from = 'Maria Souza <maria@example.com>',
  to = 'loja-azul@mail.example.com',
  recipient = 'loja-azul@mail.example.com',
  subject = 'Pedido 1001',
  body = 'Quando chega?',
  headers = [],
  verdicts: { spam = 'PASS', virus = 'PASS', dmarc = 'pass' } = {},
  returnPath = 'maria@example.com',
  messageId = '<mail-1@example.com>',
}: RawMailParts = {}): Buffer {
  return Buffer.from(
    [
      `Return-Path: <${returnPath}>`,
      'Received: from out.example.com (out.example.com [192.0.2.1])',
      ' by inbound-smtp.us-east-1.amazonaws.com with SMTP id abc',
      ` for ${recipient};`,
      ' Tue, 24 Nov 2026 15:00:00 +0000 (UTC)',
      `X-SES-Spam-Verdict: ${spam}`,
      `X-SES-Virus-Verdict: ${virus}`,
      'Received-SPF: pass (spfCheck: domain of example.com designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1; envelope-from=maria@example.com; helo=out.example.com;',
      'Authentication-Results: amazonses.com;',
      ' spf=pass (spfCheck: fine) client-ip=192.0.2.1;',
      ' dkim=fail header.i=@other.example;',
      ' dkim=pass header.i=@example.com;',
      ` dmarc=${dmarc} header.from=example.com;`,
      'X-SES-RECEIPT: AAAA',
      'Received: by out.example.com with SMTP id xyz; Tue, 24 Nov 2026 14:59:58 +0000',
      `Message-ID: ${messageId}`,
      `From: ${from}`,
      `To: ${to}`,
      `Subject: ${subject}`,
      ...headers,
      'MIME-Version: 1.0',
      ...(headers.some((line) => /^content-type:/i.test(line))
        ? []
        : ['Content-Type: text/plain; charset=utf-8']),
      '',
      body,
      '',
    ].join('\r\n'),
  )
}
