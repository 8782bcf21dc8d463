import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Largest body of a call, in bytes. */
export const maxCallBytes = 1024 * 1024

/** Largest packed body, in bytes: with the rest of its item it must fit the table's 400 KB. */
export const maxPackedBytes = 370 * 1024

/**
 * Packs a call's body as raw deflate (RFC 1951): JSON shrinks to a fifth or less, and writes are billed by the
 * KB.
 */
export const packBody = (body: Uint8Array): Uint8Array => deflateRawSync(body)

/** The body, byte for byte. */
export const unpackBody = (packed: Uint8Array): Buffer =>
  inflateRawSync(packed, { maxOutputLength: maxCallBytes })
