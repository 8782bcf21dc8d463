import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { firstDictionary, secondDictionary } from './dictionaries.ts'

const first = Buffer.from(firstDictionary)
const second = Buffer.from(secondDictionary)

/** Prefix of values packed with the second dictionary: no raw deflate starts with it (block type 3 is reserved). */
const bySecond = 0x06

/** zlib's output buffer in bytes; its default of 16 KB costs as much time as packing half a KB of order. */
const chunkSize = 2048

/** A window of 16 KB holds the dictionary and nearly every state, and is faster to allocate than zlib's 32 KB. */
const windowBits = 14

/**
 * Packs JSON as raw deflate (RFC 1951) with a dictionary. States, events and histories are stored this way: a three-line
 * order of 1.5 KB takes half a KB, and so does a run of all checks with its order. So each change costs one write unit.
 * No index or condition reads packed attributes.
 */
export function pack(value: unknown): Uint8Array {
  const packed = deflateRawSync(JSON.stringify(value), { dictionary: second, chunkSize, windowBits })
  return Buffer.concat([Buffer.of(bySecond), packed])
}

/** Unpacks a value, whichever dictionary it was packed with. */
export function unpack(packed: Uint8Array): unknown {
  const raw =
    packed[0] === bySecond
      ? inflateRawSync(packed.subarray(1), { dictionary: second, chunkSize })
      : inflateRawSync(packed, { dictionary: first, chunkSize })
  return JSON.parse(raw.toString('utf8'))
}
