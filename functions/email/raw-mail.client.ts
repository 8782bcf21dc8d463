import { extendedEncodeURIComponent } from '@smithy/core/protocols'
import { DomainError } from '../../shared/domain-error.ts'
import { env, optionalEnv } from '../../shared/env.ts'
import { type SignedAnswer, sendSigned } from '../../shared/signed-request.client.ts'

/** A raw mail, or its beginning when it is too long to be read whole. */
export interface RawMail {
  readonly bytes: Uint8Array
  readonly whole: boolean
}

/** SES takes mails of 40 MB, nearly all of it photographs; the words come first, and the object stays. */
const mostBytes = 8 * 1024 * 1024

/** Fetches a raw mail from where SES put it. Error: `not-found` when the object is gone. */
export async function fetchRawMail(bucket: string, key: string): Promise<RawMail> {
  const answer = await askS3('GET', bucket, key, { range: `bytes=0-${mostBytes - 1}` })
  if (answer.status === 404) throw new DomainError('not-found', 'the object of this mail is gone')
  // An empty object has no first byte to begin a range at.
  if (answer.status === 416) return { bytes: new Uint8Array(), whole: true }
  if (answer.status !== 200 && answer.status !== 206)
    throw new Error(`S3 is expected to give the object, but it answered ${answer.status}`)
  return { bytes: answer.body, whole: answer.body.length < mostBytes }
}

/** Removes a raw mail for good; one that is gone already is no error. */
export async function removeRawMail(bucket: string, key: string): Promise<void> {
  const { status } = await askS3('DELETE', bucket, key)
  if (status !== 204 && status !== 200 && status !== 404)
    throw new Error(`S3 is expected to remove the object, but it answered ${status}`)
}

function askS3(
  method: 'GET' | 'DELETE',
  bucket: string,
  key: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<SignedAnswer> {
  const local = optionalEnv('AWS_ENDPOINT_URL_S3')
  return sendSigned({
    service: 's3',
    method,
    endpoint: new URL(local ?? `https://${bucket}.s3.${env('AWS_REGION')}.amazonaws.com`),
    path: `${local === undefined ? '' : `/${bucket}`}/${key.split('/').map(extendedEncodeURIComponent).join('/')}`,
    headers,
  })
}
