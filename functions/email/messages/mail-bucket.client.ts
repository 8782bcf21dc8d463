import { extendedEncodeURIComponent } from '@smithy/core/protocols'
import { DomainError } from '../../../shared/domain-error.ts'
import { env, optionalEnv } from '../../../shared/env.ts'
import { presign, sendSigned } from '../../../shared/signed-request.client.ts'

/** Where an object lies. */
interface ObjectLocation {
  readonly bucket: string
  readonly key: string
}

/** A raw mail, or its beginning. */
export interface RawMail {
  readonly bytes: Uint8Array
  readonly whole: boolean
}

/** SES takes mails of 40 MB, and puts its own headers on top. */
export const maxMailBytes = 41 * 1024 * 1024

/** Fetches a raw mail from where SES put it, `most` bytes of it. Error: `not-found` when the object is gone. */
export async function fetchRawMail(place: ObjectLocation, most: number): Promise<RawMail> {
  const bytes = await fetchObject(place, { range: `bytes=0-${most - 1}` })
  return { bytes, whole: bytes.length < most }
}

/** The folder of all that is kept of a message. */
export const filesFolder = (store: string, messageId: string): string => `kept/${store}/${messageId}`

/** Keeps a file of a mail; the same again is the same. Error: `busy`. */
export async function storeFile(place: ObjectLocation, bytes: Uint8Array, type: string): Promise<void> {
  const answer = await sendSigned({
    service: 's3',
    method: 'PUT',
    ...requestTarget(place),
    headers: { 'content-type': type },
    body: bytes,
  })
  if (answer.status !== 200)
    throw new DomainError('busy', `S3 is expected to keep a file, but it answered ${answer.status}`)
}

/** Fetches what was kept. Error: `not-found` when it is gone. */
export const fetchFile = (place: ObjectLocation): Promise<Uint8Array> => fetchObject(place, {})

/** Removes an object for good; one that is gone already is no error. */
export async function removeObject(place: ObjectLocation): Promise<void> {
  const { status } = await sendSigned({ service: 's3', method: 'DELETE', ...requestTarget(place) })
  if (status !== 204 && status !== 200 && status !== 404)
    throw new Error(`S3 is expected to remove the object, but it answered ${status}`)
}

/** How long a link to a file works, in seconds. */
export const linkSeconds = 300

/** A link to a kept file, as a download under its name: no browser shows it as a page. */
export const linkToFile = (place: ObjectLocation, name: string): Promise<string> =>
  presign(
    { service: 's3', ...requestTarget(place) },
    {
      'response-content-type': 'application/octet-stream',
      'response-content-disposition': `attachment; filename*=UTF-8''${extendedEncodeURIComponent(name)}`,
    },
    linkSeconds,
  )

function requestTarget({ bucket, key }: ObjectLocation): { readonly endpoint: URL; readonly path: string } {
  const local = optionalEnv('AWS_ENDPOINT_URL_S3')
  return {
    endpoint: new URL(local ?? `https://${bucket}.s3.${env('AWS_REGION')}.amazonaws.com`),
    path: `${local === undefined ? '' : `/${bucket}`}/${key.split('/').map(extendedEncodeURIComponent).join('/')}`,
  }
}

async function fetchObject(
  place: ObjectLocation,
  headers: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const answer = await sendSigned({ service: 's3', method: 'GET', ...requestTarget(place), headers })
  if (answer.status === 404) throw new DomainError('not-found', 'the object of this mail is gone')
  // An empty object has no first byte to begin a range at.
  if (answer.status === 416) return new Uint8Array()
  if (answer.status !== 200 && answer.status !== 206)
    throw new Error(`S3 is expected to give the object, but it answered ${answer.status}`)
  return answer.body
}
