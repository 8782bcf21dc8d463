/** An S3 endpoint for the parts of the local cloud. */
export interface ObjectStore {
  /** Writes an object; rejects when S3 does. */
  putObject(bucket: string, key: string, bytes: Buffer): Promise<void>
  /** Size in bytes and the ETag without quotes; undefined when the object does not exist. */
  describeObject(bucket: string, key: string): Promise<{ size: number; etag: string } | undefined>
}

/**
 * Connects to an S3 endpoint.
 *
 * @param caller access key id of the calls, by which the fault plan identifies the caller
 */
export function openObjectStore({ endpoint, caller }: { endpoint: string; caller: string }): ObjectStore {
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=${caller}/20260101/us-east-1/s3/aws4_request`,
  }
  const urlOf = (bucket: string, key: string) =>
    `${endpoint}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
  return {
    putObject: async (bucket, key, bytes) => {
      const response = await fetch(urlOf(bucket, key), {
        method: 'PUT',
        headers,
        body: new Uint8Array(bytes),
      })
      const text = await response.text()
      if (!response.ok)
        throw new Error(`S3 answered ${response.status} to the object ${bucket}/${key}: ${text}`)
    },
    describeObject: async (bucket, key) => {
      const response = await fetch(urlOf(bucket, key), { method: 'HEAD', headers })
      if (!response.ok) return undefined
      return {
        size: Number(response.headers.get('content-length')),
        etag: (response.headers.get('etag') ?? '').replaceAll('"', ''),
      }
    },
  }
}
