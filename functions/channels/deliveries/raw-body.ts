import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** The most that a call may weigh, in bytes. */
export const maxCallBytes = 1024 * 1024

/** The most that a kept body may weigh, packed: with the rest of its item it must fit the table (400 KB). */
export const maxPackedBytes = 370 * 1024

/** A call's body as raw deflate (RFC 1951): JSON shrinks to a fifth or less, and writes are billed by the KB. */
export const packBody = (body: Uint8Array): Uint8Array => deflateRawSync(body)

/** The very bytes that came. */
export const unpackBody = (packed: Uint8Array): Buffer =>
  inflateRawSync(packed, { maxOutputLength: maxCallBytes })
