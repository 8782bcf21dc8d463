import { extendedEncodeURIComponent } from '@smithy/core/protocols'
import { DomainError } from '../../../shared/domain-error.ts'
import { env, optionalEnv } from '../../../shared/env.ts'
import { presign, sendSigned } from '../../../shared/signed-request.client.ts'

/** The location of an S3 object. */
interface ObjectLocation {
  readonly bucket: string
  readonly key: string
}

/** A raw mail, or its first bytes. */
export interface RawMail {
  readonly bytes: Uint8Array
  readonly whole: boolean
}

/** SES accepts mails of 40 MB and adds its own headers. */
export const maxMailBytes = 41 * 1024 * 1024

/** Fetches at most `most` bytes of a raw mail. Error: `not-found` when the object does not exist. */
export async function fetchRawMail(place: ObjectLocation, most: number): Promise<RawMail> {
  const bytes = await fetchObject(place, { range: `bytes=0-${most - 1}` })
  return { bytes, whole: bytes.length < most }
}

/** The folder of all files of a message. */
export const filesFolder = (store: string, messageId: string): string => `kept/${store}/${messageId}`

/** Stores a file of a mail; a repeat has no effect. Error: `busy`. */
export async function storeFile(place: ObjectLocation, bytes: Uint8Array, type: string): Promise<void> {
  const answer = await sendSigned({
    service: 's3',
    method: 'PUT',
    ...requestTarget(place),
    headers: { 'content-type': type },
    body: bytes,
  })
  if (answer.status !== 200)
    throw new DomainError('busy', `S3 did not store the file (HTTP ${answer.status}); retry later.`)
}

/** Fetches a stored file. Error: `not-found`. */
export const fetchFile = (place: ObjectLocation): Promise<Uint8Array> => fetchObject(place, {})

/** Removes an object permanently; a missing object is no error. */
export async function removeObject(place: ObjectLocation): Promise<void> {
  const { status } = await sendSigned({ service: 's3', method: 'DELETE', ...requestTarget(place) })
  if (status !== 204 && status !== 200 && status !== 404)
    throw new Error(`S3 did not remove the object (HTTP ${status}).`)
}

/** How long a link is valid, in seconds. */
export const linkSeconds = 300

/** A download link to a stored file, under its own name; browsers do not show it as a page. */
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
  if (answer.status === 404) throw new DomainError('not-found', 'Raw mail or file no longer exists.')
  // S3 answers 416 for a range of an empty object.
  if (answer.status === 416) return new Uint8Array()
  if (answer.status !== 200 && answer.status !== 206)
    throw new Error(`S3 did not return the object (HTTP ${answer.status}).`)
  return answer.body
}
