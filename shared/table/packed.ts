import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { firstDictionary, secondDictionary } from './dictionaries.ts'

const first = Buffer.from(firstDictionary)
const second = Buffer.from(secondDictionary)

/** Stands before what was packed by the second dictionary: no raw deflate begins so (block type 3 is reserved). */
const bySecond = 0x06

/** Bytes of output that zlib makes room for at a time; its own 16 KB, for half a KB of order, cost as much as the work. */
const chunkSize = 2048

/** A window of 16 KB holds the dictionary and nearly every state, and is sooner made than zlib's own of 32 KB. */
const windowBits = 14

/**
 * JSON as raw deflate (RFC 1951) over a dictionary. States, what happened and history are kept so: a three-line
 * order of 1.5 KB takes half a KB, and a run of all checks on it with the order no more than that; thus each change
 * stays within one write unit, and no index or condition ever looks inside.
 */
export function pack(value: unknown): Uint8Array {
  const packed = deflateRawSync(JSON.stringify(value), { dictionary: second, chunkSize, windowBits })
  return Buffer.concat([Buffer.of(bySecond), packed])
}

/** The value that `pack` packed, by whichever dictionary it did. */
export function unpack(packed: Uint8Array): unknown {
  const raw =
    packed[0] === bySecond
      ? inflateRawSync(packed.subarray(1), { dictionary: second, chunkSize })
      : inflateRawSync(packed, { dictionary: first, chunkSize })
  return JSON.parse(raw.toString('utf8'))
}
