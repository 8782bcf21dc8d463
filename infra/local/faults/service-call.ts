import type { IncomingHttpHeaders } from 'node:http'
import type { ServiceName } from './fault-answers.ts'
import type { Joint } from './fault-plan.ts'

/** An HTTP call to a service. */
export interface ServiceCall {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Caller and operation; empty when unknown. */
export function readCall(service: ServiceName, call: ServiceCall): Joint {
  const credential = /Credential=([^/,\s]+)/.exec(call.headers.authorization ?? '')?.[1]
  return { caller: credential ?? '', service, operation: operationOf(service, call) }
}

function operationOf(service: ServiceName, { method, url, headers, body }: ServiceCall): string {
  if (service === 's3') return s3Operation(method, url)
  if (service === 'sesv2') return method === 'POST' && url.endsWith('/outbound-emails') ? 'SendEmail' : ''
  // The query protocol (SNS) names its action in the form; JSON protocols in a header.
  if (service === 'sns') return new URLSearchParams(body.toString()).get('Action') ?? ''
  return String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1)!
}

const S3_ON_OBJECT: Readonly<Record<string, string>> = {
  DELETE: 'DeleteObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
}

/** Path style: `/bucket/key`. */
function s3Operation(method: string, url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://s3')
  const onObject = pathname.split('/').filter(Boolean).length > 1
  if (onObject) {
    return method === 'PUT' && searchParams.has('partNumber') ? 'UploadPart' : (S3_ON_OBJECT[method] ?? '')
  }
  return method === 'GET' ? 'ListObjectsV2' : ''
}
