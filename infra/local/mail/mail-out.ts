import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import postalMime from 'postal-mime'
import type { CloudClock, CloudPart, CloudResource } from '../contracts.ts'
import type { EventBus } from '../events/event-bus.ts'
import { type AcceptedMail, type MailEventType, mailEvents } from './mail-events.ts'
import { rejectMail, type SendEmailCall } from './mail-rejections.ts'
import { type StoreAnswer, startMailStore } from './mail-store.ts'

/** A sent mail. */
interface SentMail {
  readonly messageId: string
  readonly from: string
  readonly replyTo: readonly string[]
  readonly destination: { readonly to: string[]; readonly cc: string[]; readonly bcc: string[] }
  readonly subject: string
  readonly body: { readonly text?: string; readonly html?: string }
  /** Only for mails with Simple content. */
  readonly headers?: readonly { readonly name: string; readonly value: string }[]
  readonly attachments: readonly { readonly filename?: string; readonly contentType: string }[]
  /** Seconds since the epoch. */
  readonly at: number
}

/** SES v2 for outgoing mail. */
export interface MailOut extends CloudPart {
  /** Endpoint of SES v2, and of the web page with the mails. */
  readonly url: string
  /** All accepted mails, oldest first. */
  messages(): Promise<readonly SentMail[]>
  /** Stores a mail of another service, such as an SNS notice; SES is not involved. */
  post(mail: { from: string; to: string; subject: string; text: string }): Promise<void>
}

interface MailOutOptions {
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
  /** Publishes SES's events to a bus. */
  readonly put: EventBus['put']
  /** Called for each outcome of a mail, with or without a configuration set. */
  readonly onMailEvent?: (type: MailEventType) => void
  readonly port?: number
}

interface EventDestination {
  readonly busName: string
  readonly types: ReadonlySet<string>
}

/** Starts SES v2: mails are stored and shown on a page, and their events go to the bus. */
export async function startMailOut(options: MailOutOptions): Promise<MailOut> {
  const { resources, clock, put, port, onMailEvent = () => undefined } = options
  const sets = readConfigurationSets(resources)
  const { forward, stop: stopStore } = await startMailStore()
  let open = 0

  async function sendEmail(headers: IncomingHttpHeaders, body: Buffer): Promise<StoreAnswer> {
    const call = parseCall(body)
    if (!call) return failure(400, 'BadRequestException', 'The body is not JSON')
    const refusal = rejectMail(call, new Set(sets.keys()))
    if (refusal) return failure(refusal.status, refusal.type, refusal.message)
    const answer = await forward({ method: 'POST', url: SEND_PATH, headers, body })
    if (answer.status !== 200)
      return { ...answer, headers: { ...answer.headers, ...errorType('BadRequestException') } }
    const { MessageId: messageId } = JSON.parse(answer.body.toString()) as { MessageId: string }
    await publish(call, messageId)
    return answer
  }

  async function publish(call: SendEmailCall, messageId: string): Promise<void> {
    const destinations = sets.get(call.ConfigurationSetName ?? '') ?? []
    const events = mailEvents(await describeMail(call, messageId, clock.now()))
    for (const { type } of events) onMailEvent(type)
    for (const { busName, types } of destinations) {
      put(
        busName,
        events.filter(({ type }) => types.has(type)).map(({ entry }) => entry),
      )
    }
  }

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    open += 1
    try {
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk as Buffer)
      const { method = 'GET', url = '/', headers } = incoming
      const body = Buffer.concat(chunks)
      const sending = method === 'POST' && url === SEND_PATH && headers.authorization !== undefined
      const result = await (sending ? sendEmail(headers, body) : forward({ method, url, headers, body }))
      response.writeHead(result.status, { ...result.headers, 'content-length': result.body.length })
      response.end(result.body)
    } catch {
      response.destroy() // The caller went away, or the store did: there is no one or nothing to answer.
    } finally {
      open -= 1
    }
  }

  async function post({ from, to, subject, text }: Parameters<MailOut['post']>[0]): Promise<void> {
    open += 1
    try {
      const mail = {
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
      }
      const headers = { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 sns' }
      await forward({ method: 'POST', url: SEND_PATH, headers, body: Buffer.from(JSON.stringify(mail)) })
    } catch {
      // The store stopped with the cloud.
    } finally {
      open -= 1
    }
  }

  const server = createServer((incoming, response) => void answer(incoming, response))
  await new Promise<void>((listening) => server.listen(port ?? 0, '127.0.0.1', listening))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages: async () => {
      const { body } = await forward({ url: '/store' })
      return (JSON.parse(body.toString()) as { emails: SentMail[] }).emails
    },
    post,
    pending: () => open,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await stopStore()
    },
  }
}

const SEND_PATH = '/v2/email/outbound-emails'

/** EventBridge event destinations by configuration set, including sets without any. */
function readConfigurationSets(resources: readonly CloudResource[]): ReadonlyMap<string, EventDestination[]> {
  const sets = new Map<string, EventDestination[]>()
  for (const { type, ref, properties } of resources) {
    if (type === 'AWS::SES::ConfigurationSet') sets.set(properties.Name ?? ref, [])
  }
  for (const { type, name, properties } of resources) {
    if (type !== 'AWS::SES::ConfigurationSetEventDestination') continue
    const {
      Enabled: enabled,
      MatchingEventTypes: types,
      EventBridgeDestination: bridge,
    } = properties.EventDestination
    const destinations = sets.get(properties.ConfigurationSetName)
    if (!destinations)
      throw new Error(`Event destination ${name} names a configuration set that the template lacks`)
    if (enabled === false || bridge === undefined) continue
    destinations.push({
      busName: String(bridge.EventBusArn).split('/').at(-1) ?? 'default',
      types: new Set((types as string[]).map((one) => one.toUpperCase())),
    })
  }
  return sets
}

/** A Raw mail has its own headers; parameters of the call take precedence. */
async function describeMail(
  call: SendEmailCall,
  messageId: string,
  acceptedAt: number,
): Promise<AcceptedMail> {
  const raw = call.Content?.Raw?.Data
  const parsed = raw === undefined ? undefined : await postalMime.parse(Buffer.from(raw, 'base64'))
  const simple = call.Content?.Simple
  const addresses = (list: readonly { address?: string | undefined }[] = []) =>
    list.flatMap((one) => one.address ?? [])
  return {
    messageId,
    from: call.FromEmailAddress ?? parsed?.from?.address ?? '',
    to: call.Destination?.ToAddresses ?? addresses(parsed?.to),
    cc: call.Destination?.CcAddresses ?? addresses(parsed?.cc),
    bcc: call.Destination?.BccAddresses ?? addresses(parsed?.bcc),
    subject: simple?.Subject?.Data ?? parsed?.subject ?? '',
    headers: simple?.Headers?.map(({ Name: name, Value: value }) => ({ name, value })) ?? [],
    configurationSet: call.ConfigurationSetName ?? '',
    tags: Object.fromEntries((call.EmailTags ?? []).map(({ Name: name, Value: value }) => [name, value])),
    acceptedAt,
  }
}

function parseCall(body: Buffer): SendEmailCall | undefined {
  try {
    return JSON.parse(body.toString()) as SendEmailCall
  } catch {
    return undefined
  }
}

function failure(status: number, type: string, message: string): StoreAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...errorType(type) },
    body: Buffer.from(JSON.stringify({ message })),
  }
}

/** Header by which the SDK finds the exception of a response. */
function errorType(type: string): IncomingHttpHeaders {
  return { 'x-amzn-errortype': type }
}
