import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip as compress } from 'node:zlib'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { DomainError } from '../../shared/domain-error.ts'
import { env } from '../../shared/env.ts'
import { toProblem } from '../../shared/http/problem.ts'
import { fingerprint } from '../../shared/ids.ts'
import { acceptsGzip, matchesEtag, type ServedFile, securityHeaders, servedFiles } from './documents.ts'

/** Placeholder in the built documents for the token endpoint, which is known at run time only. */
export const identityPlaceholder = 'https://identity.invalid'
/** Placeholder for the client with which people sign in. */
export const webClientPlaceholder = 'web-client.invalid'

interface Loaded {
  readonly etag: string
  readonly plain: Buffer
  readonly gzipped: Buffer
}

const loaded = new Map<ServedFile, Promise<Loaded>>()
const gzip = promisify(compress)

/** Serves the API's documents and the page that shows them; the build made them. */
export async function serveDocuments(
  event: Pick<APIGatewayProxyEventV2, 'rawPath' | 'headers' | 'requestContext'>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const served = servedFiles.get(event.rawPath)
  if (served === undefined) return refuse(event.requestContext.requestId)
  const { etag, plain, gzipped } = await contentOf(served)
  const headers = {
    etag,
    'cache-control': served.cacheControl,
    vary: 'accept-encoding',
    ...securityHeaders(env('IDENTITY_URL')),
  }
  if (matchesEtag(event.headers['if-none-match'], etag)) return { statusCode: 304, headers }
  const asGzip = acceptsGzip(event.headers['accept-encoding'])
  return {
    statusCode: 200,
    headers: {
      ...headers,
      'content-type': served.type,
      ...(asGzip ? { 'content-encoding': 'gzip' } : {}),
    },
    body: (asGzip ? gzipped : plain).toString('base64'),
    isBase64Encoded: true,
  }
}

function contentOf(served: ServedFile): Promise<Loaded> {
  const content = loaded.get(served) ?? read(served)
  loaded.set(served, content)
  return content
}

async function read({ file, type }: ServedFile): Promise<Loaded> {
  const raw = await readFile(join(env('LAMBDA_TASK_ROOT'), file))
  const plain =
    type === 'application/json'
      ? Buffer.from(
          raw
            .toString()
            .replaceAll(identityPlaceholder, env('IDENTITY_URL'))
            .replaceAll(webClientPlaceholder, env('WEB_CLIENT_ID')),
        )
      : raw
  // Weak: the same document has two encodings.
  const etag = `W/"${fingerprint(plain.toString('base64')).slice(0, 32)}"`
  return { etag, plain, gzipped: await gzip(plain) }
}

function refuse(correlationId: string): APIGatewayProxyStructuredResultV2 {
  const { problem } = toProblem(new DomainError('not-found', 'No such document.'), correlationId)
  return {
    statusCode: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify(problem),
  }
}
