import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SendEmailRequest } from '@aws-sdk/client-sesv2'

/** What the SES of the test does with the next request; afterwards it takes mail again. */
export type SesFault =
  /** Throttled: not taken. */
  | 'throttle'
  /** Refused for good: not taken. */
  | 'refuse'
  /** Taken, but the answer is lost. */
  | 'lose-answer'
  /** Fails inside before it took the mail. */
  | 'fail'

/** A server that speaks as much of SES v2 and of S3 as the e-mail slice uses. */
export interface MailServices {
  readonly url: string
  /** Mails that SES took, with the ids that it gave them. */
  readonly taken: { readonly messageId: string; readonly mail: SendEmailRequest }[]
  /** Headers of every request to SES. */
  readonly requests: IncomingMessage['headers'][]
  readonly faults: SesFault[]
  /** Runs between taking a mail and answering so, as far as it is set: SES may tell of a mail before it answers. */
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
