import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SendEmailRequest } from '@aws-sdk/client-sesv2'

/** The behaviour of the test's SES for the next request; afterwards it accepts mail again. */
export type SesFault =
  /** Throttled: not accepted. */
  | 'throttle'
  /** Rejected permanently: not accepted. */
  | 'refuse'
  /** Accepted, but the response is lost. */
  | 'lose-answer'
  /** Fails internally before accepting the mail. */
  | 'fail'

/** A server with the parts of SES v2 and S3 that the e-mail slice uses. */
export interface MailServices {
  readonly url: string
  /** Accepted mails, with the ids that SES gave them. */
  readonly taken: { readonly messageId: string; readonly mail: SendEmailRequest }[]
  /** Headers of every request to SES. */
  readonly requests: IncomingMessage['headers'][]
  readonly faults: SesFault[]
  /** Runs between accepting a mail and the response, if set: SES may publish its event before it responds. */
  beforeAnswer: ((messageId: string) => Promise<void>) | undefined
  /** S3 objects by `bucket/key`. */
  readonly objects: Map<string, Uint8Array>
  stop(): Promise<void>
}

export async function startMailServices(): Promise<MailServices> {
  const services: Omit<MailServices, 'url' | 'stop'> = {
    taken: [],
    requests: [],
    faults: [],
    beforeAnswer: undefined,
    objects: new Map(),
  }
  const server = createServer((request, response) => {
    if (request.url === '/v2/email/outbound-emails') void ses(services, request, response)
    else void s3(services.objects, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(services, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

async function ses(
  services: Omit<MailServices, 'url' | 'stop'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { taken, requests, faults } = services
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  requests.push(request.headers)
  const fault = faults.shift()
  if (fault === 'throttle') return refuse(response, 429, 'TooManyRequestsException')
  if (fault === 'refuse') return refuse(response, 400, 'MessageRejected')
  if (fault === 'fail') return refuse(response, 500, 'InternalServiceErrorException')
  const messageId = `0100-${taken.length + 1}`
  taken.push({ messageId, mail: JSON.parse(Buffer.concat(chunks).toString('utf8')) as SendEmailRequest })
  await services.beforeAnswer?.(messageId)
  if (fault === 'lose-answer') {
    request.socket.destroy()
    return
  }
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ MessageId: messageId }))
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': `${code}:` })
    .end(JSON.stringify({ message: 'no' }))
}

async function s3(
  objects: MailServices['objects'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = decodeURIComponent(request.url?.slice(1).replace(/\?.*$/, '') ?? '')
  if (request.method === 'PUT') {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    objects.set(name, Buffer.concat(chunks))
    response.writeHead(200).end()
    return
  }
  const object = objects.get(name)
  if (object === undefined) {
    response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
    return
  }
  const [, end] = /^bytes=0-(\d+)$/.exec(request.headers.range ?? '') ?? []
  if (end === undefined) response.writeHead(200).end(object)
  else response.writeHead(206).end(object.subarray(0, Number(end) + 1))
}
