import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { CloudClock, CloudPart, CloudResource } from '../contracts.ts'
import { REGION } from '../physical-names.ts'
import { fromDomainOf, receiptHeaders, verdictsFor } from './receipt-headers.ts'
import { type ReceiptRules, readReceiptRules } from './receipt-rules.ts'

/** Writes an object to a bucket. */
export type PutObject = (bucket: string, key: string, bytes: Buffer) => Promise<void>

/** The mail receiver. */
export interface MailIn extends CloudPart {
  /** SMTP endpoint, such as `smtp://127.0.0.1:2525`. */
  readonly url: string
  readonly port: number
}

interface MailInOptions {
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
  readonly putObject: PutObject
  readonly port?: number
}

/** Size limit of SES's S3 action. */
const MOST_BYTES = 40 * 1024 * 1024

/**
 * Starts SES's mail receiving: SMTP in; each mail that matches a receipt rule goes to the rule's bucket as one object,
 * named by its message id, with SES's headers on top.
 * The bucket publishes the new object (see bucket-events.ts).
 *
 * @throws Error naming an unsupported rule
 */
export async function startMailIn({ resources, clock, putObject, port }: MailInOptions): Promise<MailIn> {
  const rules = readReceiptRules(resources)
  let open = 0

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const message = await readMessage(stream)
    const messageId = randomBytes(20).toString('hex')
    const { objects, scanned } = placeMail(rules, session, messageId)
    const bytes = Buffer.concat([
      Buffer.from(headersFor(session, messageId, message, scanned, clock.now())),
      message,
    ])
    await Promise.all(objects.map(({ bucket, key }) => putObject(bucket, key, bytes)))
    return `OK ${messageId}`
  }

  async function answer(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error: Error | null, reply?: string) => void,
  ): Promise<void> {
    try {
      done(null, await receive(stream, session))
    } catch (error) {
      done(
        error instanceof Error && 'responseCode' in error ? error : smtpError(451, '4.4.0 Try again later'),
      )
    } finally {
      open -= 1
    }
  }

  const server = new SMTPServer({
    name: `inbound-smtp.${REGION}.amazonaws.com`,
    size: MOST_BYTES,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onMailFrom: ({ address }, _session, done) => done(refuseSender(address)),
    onRcptTo: ({ address }, _session, done) =>
      done(
        rules.accepts(address)
          ? null
          : smtpError(550, '5.1.1 Requested action not taken: mailbox unavailable'),
      ),
    onData: (stream, session, done) => {
      open += 1
      void answer(stream, session, done)
    },
  })
  // A broken connection concerns its client only; without a listener it would end the process.
  server.on('error', () => undefined)
  await new Promise<void>((listening) => server.listen(port ?? 0, '127.0.0.1', () => listening()))
  const address = server.server.address() as AddressInfo

  return {
    url: `smtp://127.0.0.1:${address.port}`,
    port: address.port,
    pending: () => open,
    stop: () => new Promise((closed) => server.close(() => closed())),
  }
}

function refuseSender(address: string): Error | null {
  try {
    verdictsFor(address, true)
    return null
  } catch (error) {
    return smtpError(553, (error as Error).message)
  }
}

function placeMail(rules: ReceiptRules, { envelope }: SMTPServerSession, messageId: string) {
  const { places, scanned } = rules.placesFor(envelope.rcptTo.map(({ address }) => address))
  return { objects: places.map(({ bucket, prefix }) => ({ bucket, key: `${prefix}${messageId}` })), scanned }
}

function headersFor(
  { envelope, hostNameAppearsAs, remoteAddress }: SMTPServerSession,
  messageId: string,
  message: Buffer,
  scanned: boolean,
  receivedAt: number,
): string {
  const sender = envelope.mailFrom ? envelope.mailFrom.address : ''
  const mail = {
    messageId,
    sender,
    recipient: envelope.rcptTo[0]?.address ?? '',
    helo: hostNameAppearsAs,
    ip: remoteAddress,
    fromDomain: fromDomainOf(message, sender),
    receivedAt,
  }
  return receiptHeaders(mail, verdictsFor(sender, scanned), REGION)
}

/** Reads the stream to its end even beyond the limit, as SMTP requires, but stores no more than the limit. */
async function readMessage(stream: SMTPServerDataStream): Promise<Buffer> {
  let chunks: Buffer[] = []
  for await (const chunk of stream) {
    if (stream.byteLength <= MOST_BYTES) chunks.push(chunk as Buffer)
    else chunks = []
  }
  if (stream.sizeExceeded) throw smtpError(552, '5.3.4 Message size exceeds fixed limit')
  return Buffer.concat(chunks)
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
