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

/** Below every function's timeout, so that an unresponsive service is an error and not a killed function. */
const http = new NodeHttpHandler({
  connectionTimeout: 3000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
})

/**
 * Sends one signed request, without retries. The SDK's clients of S3 and SES add 150 KB and 65 KB to a bundle, and retry a
 * request whose response was lost, which would send a mail twice. The SDK's signer and HTTP handler are in every bundle
 * anyway, with the table's client.
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

/** A presigned URL of a GET, valid for some seconds. `query` is signed too. */
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
    // S3 signs the path as it is sent; every other service encodes it again.
    uriEscapePath: service !== 's3',
    applyChecksum: true,
  })
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
