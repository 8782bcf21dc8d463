import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { createClock } from '../../../infra/local/clock.ts'
import { type MailIn, startMailIn } from '../../../infra/local/mail/mail-in.ts'
import { resource } from '../events/bus-fixture.ts'

const rule = resource('AWS::SES::ReceiptRule', 'customers', {
  RuleSetName: 'inbound',
  Rule: {
    Enabled: true,
    Recipients: ['aurora.test', 'boreal.test'],
    ScanEnabled: true,
    Actions: [{ S3Action: { BucketName: 'mail-bucket', ObjectKeyPrefix: 'inbound/' } }],
  },
})

interface Stored {
  readonly bucket: string
  readonly key: string
  readonly text: string
}

let mail: MailIn
let stored: Stored[]
let storeFails: Error | undefined

beforeEach(async () => {
  stored = []
  storeFails = undefined
  mail = await startMailIn({
    resources: [rule],
    clock: createClock(),
    putObject: async (bucket, key, bytes) => {
      if (storeFails) throw storeFails
      stored.push({ bucket, key, text: bytes.toString('utf8') })
    },
  })
})

afterEach(() => mail.stop())

async function send(
  message: SendMailOptions,
): Promise<{ response: string; accepted: string[]; rejected: string[] }> {
  const transport = createTransport({ host: '127.0.0.1', port: mail.port, name: 'mx.cliente.test' })
  try {
    const { response, accepted, rejected } = await transport.sendMail({
      from: 'Maria <maria@cliente.test>',
      to: 'pedidos@aurora.test',
      subject: 'Meu pedido',
      text: 'Olá\n.\nonde está?',
      ...message,
    })
    return { response, accepted: accepted.map(String), rejected: rejected.map(String) }
  } finally {
    transport.close()
  }
}

describe('a mail for a receipt rule', () => {
  it('is stored whole in the bucket by its message id, with the SES headers on top', async () => {
    const { response } = await send({})
    const [object] = stored
    expect(stored).toHaveLength(1)
    expect(object?.bucket).toBe('mail-bucket')
    const messageId = object?.key.replace('inbound/', '') ?? ''
    expect(messageId).toMatch(/^[a-z0-9]{40}$/)
    expect(response).toContain(messageId)
    expect(object?.text).toMatch(/^Return-Path: <maria@cliente\.test>\r\nReceived: from mx\.cliente\.test /)
    expect(object?.text).toContain(`with SMTP id ${messageId}\r\n for pedidos@aurora.test;\r\n`)
    expect(object?.text).toMatch(/X-SES-RECEIPT: [^\r]+\r\n(?:.+\r\n)*Subject: Meu pedido\r\n/)
    expect(object?.text).toMatch(/\r\n\r\nOl=C3=A1\r\n\.\r\nonde/)
    expect(mail.pending()).toBe(0)
  })

  it('is one object for all its recipients, and rejected only for those without a rule', async () => {
    const to = ['pedidos@aurora.test', 'pedidos+t0ken@boreal.test', 'quem@outro.test']
    const { accepted, rejected } = await send({ to })
    expect(accepted).toEqual(to.slice(0, 2))
    expect(rejected).toEqual(to.slice(2))
    expect(stored).toHaveLength(1)
  })

  it('keeps its own headers below those of SES', async () => {
    await send({
      headers: { 'X-SES-Spam-Verdict': 'PASS', 'Authentication-Results': 'amazonses.com; spf=pass' },
      envelope: { from: 'maria@spam-fail.spf-fail.verdict.test', to: 'pedidos@aurora.test' },
    })
    const verdicts = stored[0]?.text.match(/^X-SES-Spam-Verdict: .*$/gim)
    expect(verdicts?.map((line) => line.trim())).toEqual([
      'X-SES-Spam-Verdict: FAIL',
      // As nodemailer formats it.
      'X-Ses-Spam-Verdict: PASS',
    ])
    expect(stored[0]?.text).toMatch(/dmarc=pass header\.from=cliente\.test/)
  })

  it('may come from the null sender', async () => {
    await send({ envelope: { from: '', to: 'pedidos@aurora.test' } })
    expect(stored[0]?.text).toMatch(/^Return-Path: <>\r\n/)
  })
})

describe('a rejected mail', () => {
  it('gets 550 when no rule matches its recipient', async () => {
    await expect(send({ to: 'quem@outro.test' })).rejects.toMatchObject({ responseCode: 550 })
    expect(stored).toEqual([])
  })

  it('gets 553 when its sender requests an unknown verdict', async () => {
    const envelope = { from: 'maria@spam-maybe.verdict.test', to: 'pedidos@aurora.test' }
    await expect(send({ envelope })).rejects.toThrow(/spam-maybe is no verdict/)
  })

  it('may be sent again when the bucket fails', async () => {
    storeFails = new Error('no such bucket')
    await expect(send({})).rejects.toMatchObject({ responseCode: 451 })
    expect(mail.pending()).toBe(0)
    storeFails = undefined
    await send({})
    expect(stored).toHaveLength(1)
  })

  it('is rejected above 40 MB, by its announced and by its actual size', async () => {
    const socket = connect(mail.port, '127.0.0.1')
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
    const reply = async (): Promise<string> => {
      const { value } = (await lines.next()) as { value: string }
      return /^\d{3}-/.test(value) ? reply() : value
    }
    const ask = (command: string): Promise<string> => {
      socket.write(`${command}\r\n`)
      return reply()
    }
    await reply()
    await ask('EHLO mx.cliente.test')
    expect(await ask(`MAIL FROM:<maria@cliente.test> SIZE=${40 * 1024 * 1024 + 1}`)).toMatch(/^552 /)
    await ask('MAIL FROM:<maria@cliente.test>')
    await ask('RCPT TO:<pedidos@aurora.test>')
    expect(await ask('DATA')).toMatch(/^354 /)
    const megabyte = `${'x'.repeat(1022)}\r\n`.repeat(1024)
    for (let count = 0; count < 41; count += 1) if (!socket.write(megabyte)) await once(socket, 'drain')
    expect(await ask('.')).toMatch(/^552 /)
    expect(stored).toEqual([])
    socket.destroy()
  })
})
