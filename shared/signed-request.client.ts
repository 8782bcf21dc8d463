import { Sha256Node } from '@smithy/core/checksum'
import { HttpRequest } from '@smithy/core/transport'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { SignatureV4 } from '@smithy/signature-v4'
import { env, optionalEnv } from './env.ts'

/** A request to an AWS service's REST API. */
export interface SignedRequest {
  /** The service's name in signatures, such as `ses`. */
  readonly service: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly endpoint: URL
  /** Path of the resource, each segment percent-encoded. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export interface SignedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Below every function's timeout, so that a silent service is an error and not a killed function. */
const http = new NodeHttpHandler({
  connectionTimeout: 3000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
})

/**
 * One signed request, never repeated. The SDK's clients of S3 and SES weigh 150 KB and 65 KB in a bundle, and repeat
 * by themselves a request whose answer was lost, which would send a mail twice; these are the SDK's own signer and
 * HTTP handler, which the table's client brings along anyway.
 */
export async function sendSigned({
  service,
  method,
  endpoint,
  path,
  headers = {},
  body,
}: SignedRequest): Promise<SignedResponse> {
  const request = new HttpRequest({
    ...placeOf(endpoint, path),
    method,
    headers: { host: endpoint.host, ...headers },
    ...(body === undefined ? {} : { body }),
  })
  const signed = await signerOf(service).sign(request)
  const { response } = await http.handle(signed as HttpRequest)
  return {
    status: response.statusCode,
    headers: response.headers,
    body: await readAll(response.body as AsyncIterable<Uint8Array>),
  }
}

/** The address of a GET that whoever has it may make for so many seconds. `query` is signed with it. */
export async function presign(
  { service, endpoint, path }: Pick<SignedRequest, 'service' | 'endpoint' | 'path'>,
  query: Readonly<Record<string, string>>,
  seconds: number,
): Promise<string> {
  const request = new HttpRequest({
    ...placeOf(endpoint, path),
    method: 'GET',
    headers: { host: endpoint.host },
    query,
  })
  const signed = await signerOf(service).presign(request, { expiresIn: seconds })
  const search = new URLSearchParams(signed.query as Record<string, string>)
  // In a signed query a space is %20.
  return `${endpoint.origin}${signed.path}?${search.toString().replaceAll('+', '%20')}`
}

const placeOf = (endpoint: URL, path: string) => ({
  protocol: endpoint.protocol,
  hostname: endpoint.hostname,
  ...(endpoint.port === '' ? {} : { port: Number(endpoint.port) }),
  path: `${endpoint.pathname.replace(/\/$/, '')}${path}`,
})

const signerOf = (service: string) => {
  const sessionToken = optionalEnv('AWS_SESSION_TOKEN')
  return new SignatureV4({
    service,
    region: env('AWS_REGION'),
    credentials: {
      accessKeyId: env('AWS_ACCESS_KEY_ID'),
      secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    sha256: Sha256Node,
    // S3 signs the path as it is sent; every other service encodes it once more.
    uriEscapePath: service !== 's3',
    applyChecksum: true,
  })
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
