import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { type MailOut, startMailOut } from '../../../infra/local/mail/mail-out.ts'
import { type BusFixture, queueArn, resource, ruleTo, startBusFixture } from '../events/bus-fixture.ts'

const mailRule = ruleTo({ Arn: queueArn('mail') }, { EventPattern: { source: ['aws.ses'] } })
const set = resource('AWS::SES::ConfigurationSet', 'customer-mail', { Name: 'customer-mail' })
const destination = (types: string[], properties: object = {}) =>
  resource('AWS::SES::ConfigurationSetEventDestination', 'to-bus', {
    ConfigurationSetName: 'customer-mail',
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: types,
      EventBridgeDestination: { EventBusArn: 'arn:aws:events:us-east-1:000000000000:event-bus/default' },
      ...properties,
    },
  })
const allEvents = destination(['send', 'delivery', 'bounce', 'complaint'])

const accepted: SendEmailCommandInput = {
  FromEmailAddress: 'Aurora <pedidos@aurora.test>',
  Destination: { ToAddresses: ['maria@cliente.test'] },
  ReplyToAddresses: ['pedidos+t0ken@aurora.test'],
  ConfigurationSetName: 'customer-mail',
  EmailTags: [{ Name: 'order', Value: 'ord_1' }],
  Content: {
    Simple: {
      Subject: { Data: 'Recebemos seu pedido nº 1', Charset: 'UTF-8' },
      Body: { Text: { Data: 'Olá, Maria' }, Html: { Data: '<p>Olá, Maria</p>' } },
      Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
    },
  },
}

interface MailEvent {
  readonly 'detail-type': string
  readonly resources: readonly string[]
  readonly detail: {
    readonly mail: Record<string, unknown>
    readonly bounce?: object
    readonly complaint?: object
  }
}

let fixture: BusFixture
let mail: MailOut
let client: SESv2Client

async function open(...resources: ReturnType<typeof resource>[]): Promise<void> {
  fixture = await startBusFixture([mailRule])
  mail = await startMailOut({ resources, clock: fixture.clock, put: fixture.bus.put })
  client = new SESv2Client({
    endpoint: mail.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'emailinbox', secretAccessKey: 'x' },
    maxAttempts: 1,
  })
}

afterEach(async () => {
  client.destroy()
  await mail.stop()
  await fixture.bus.stop()
})

const send = (input: Partial<SendEmailCommandInput> = {}) =>
  client.send(new SendEmailCommand({ ...accepted, ...input }))
const events = () => fixture.bodies('mail') as MailEvent[]
const types = () => events().map((event) => event['detail-type'])

describe('a mail sent through SES', () => {
  it('is stored with its parts, headers and reply address, and shown in the viewer', async () => {
    await open(set, allEvents)
    const { MessageId: messageId } = await send()
    expect(await mail.messages()).toEqual([
      expect.objectContaining({
        messageId,
        from: 'Aurora <pedidos@aurora.test>',
        replyTo: ['pedidos+t0ken@aurora.test'],
        destination: { to: ['maria@cliente.test'], cc: [], bcc: [] },
        subject: 'Recebemos seu pedido nº 1',
        body: { text: 'Olá, Maria', html: '<p>Olá, Maria</p>' },
        headers: [{ name: 'Auto-Submitted', value: 'auto-generated' }],
      }),
    ])
    const page = await fetch(mail.url)
    expect(page.headers.get('content-type')).toMatch(/text\/html/)
    expect(mail.pending()).toBe(0)
  })

  it('may be raw', async () => {
    await open(set, allEvents)
    const message = await new MailComposer({
      from: 'pedidos@aurora.test',
      to: 'maria@cliente.test',
      subject: 'Pedido é assim',
      text: 'Olá',
      html: '<p>Olá</p>',
      attachments: [{ filename: 'nota.pdf', content: 'x', contentType: 'application/pdf' }],
    })
      .compile()
      .build()
    const { Content: _simple, FromEmailAddress: _from, Destination: _to, ...rest } = accepted
    await client.send(new SendEmailCommand({ ...rest, Content: { Raw: { Data: message } } }))
    const [stored] = await mail.messages()
    expect(stored).toMatchObject({ subject: 'Pedido é assim', attachments: [{ filename: 'nota.pdf' }] })
    expect(stored?.body.text?.trim()).toBe('Olá')
    expect(events()[0]?.detail.mail).toMatchObject({
      source: 'pedidos@aurora.test',
      destination: ['maria@cliente.test'],
    })
  })

  it('publishes its sent and delivered events, with its tags', async () => {
    await open(set, allEvents)
    const { MessageId: messageId } = await send()
    expect(types()).toEqual(['Email Sent', 'Email Delivered'])
    expect(events()[0]).toMatchObject({
      source: 'aws.ses',
      resources: ['arn:aws:ses:us-east-1:000000000000:configuration-set/customer-mail'],
      detail: {
        eventType: 'Send',
        send: {},
        mail: {
          messageId,
          source: 'Aurora <pedidos@aurora.test>',
          destination: ['maria@cliente.test'],
          tags: { order: ['ord_1'], 'ses:configuration-set': ['customer-mail'] },
          commonHeaders: { subject: 'Recebemos seu pedido nº 1' },
        },
      },
    })
    expect(events()[1]).toMatchObject({
      detail: { eventType: 'Delivery', delivery: { recipients: ['maria@cliente.test'] } },
    })
  })

  it.each([
    ['bounce@simulator.amazonses.com', ['Email Sent', 'Email Bounced']],
    ['bounce+maria@simulator.amazonses.com', ['Email Sent', 'Email Bounced']],
    ['Maria <maria@bounce.test>', ['Email Sent', 'Email Bounced']],
    ['complaint@simulator.amazonses.com', ['Email Sent', 'Email Delivered', 'Email Complaint Received']],
    ['maria@complaint.test', ['Email Sent', 'Email Delivered', 'Email Complaint Received']],
    ['suppressionlist@simulator.amazonses.com', ['Email Sent', 'Email Bounced']],
    ['success@simulator.amazonses.com', ['Email Sent', 'Email Delivered']],
    ['bounce@cliente.test', ['Email Sent', 'Email Delivered']],
  ])('sent to %s publishes %j', async (address, expected) => {
    await open(set, allEvents)
    await send({ Destination: { ToAddresses: [address] } })
    expect(types()).toEqual(expected)
  })

  it('reports the bounced recipient and the cause', async () => {
    await open(set, allEvents)
    await send({
      Destination: { ToAddresses: ['suppressionlist@simulator.amazonses.com', 'joao@cliente.test'] },
    })
    expect(events().find((event) => event['detail-type'] === 'Email Bounced')?.detail.bounce).toMatchObject({
      bounceType: 'Permanent',
      bounceSubType: 'Suppressed',
      bouncedRecipients: [{ emailAddress: 'suppressionlist@simulator.amazonses.com' }],
    })
    expect(types()).toContain('Email Delivered')
  })

  it('publishes only the events that the configuration set enables', async () => {
    await open(set, destination(['DELIVERY', 'bounce']))
    await send()
    expect(types()).toEqual(['Email Delivered'])
  })

  it('publishes no events without a configuration set or with a disabled destination', async () => {
    await open(set, destination(['send'], { Enabled: false }))
    await send()
    const { ConfigurationSetName: _none, ...bare } = accepted
    await client.send(new SendEmailCommand(bare))
    expect(await mail.messages()).toHaveLength(2)
    expect(events()).toEqual([])
  })
})

describe('a mail that SES rejects', () => {
  const withHeader = (name: string, value: string): Partial<SendEmailCommandInput> => ({
    Content: { Simple: { ...accepted.Content!.Simple!, Headers: [{ Name: name, Value: value }] } },
  })
  it.each<[string, Partial<SendEmailCommandInput>, string]>([
    ['for a configuration set that is not there', { ConfigurationSetName: 'lost' }, 'NotFoundException'],
    [
      'for a tag with other characters',
      { EmailTags: [{ Name: 'order', Value: 'ord 1' }] },
      'BadRequestException',
    ],
    [
      'for too many recipients',
      { Destination: { ToAddresses: Array.from({ length: 51 }, (_, n) => `c${n}@x.test`) } },
      'BadRequestException',
    ],
    [
      'for an address with a line break',
      { Destination: { ToAddresses: ['a@x.test\r\nBcc: b@x.test'] } },
      'BadRequestException',
    ],
    ['for a header with a line break', withHeader('X-Order', '1\r\nBcc: b@x.test'), 'BadRequestException'],
    ['for a header beyond ASCII', withHeader('X-Order', 'nº 1'), 'BadRequestException'],
    [
      'for want of a body',
      { Content: { Simple: { Subject: { Data: 'x' }, Body: {} } } },
      'BadRequestException',
    ],
  ])('is rejected %s', async (_why, input, name) => {
    await open(set, allEvents)
    await expect(send(input)).rejects.toMatchObject({ name })
    expect(await mail.messages()).toEqual([])
    expect(events()).toEqual([])
  })
})

describe('two clouds in one process', () => {
  it('keep their mails separate', async () => {
    await open(set)
    const other = await startMailOut({ resources: [set], clock: fixture.clock, put: fixture.bus.put })
    await send()
    expect(await other.messages()).toEqual([])
    await other.stop()
  })
})
