import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { at, type Model } from './model.ts'

/** A model as a line of base64, for a bundle or an item: deflated labels, scales, hashes and weights. */
type PackedModel = string

/**
 * Packs a model: a line of JSON (labels, bias, scale, count), the hashes in ascending order as differences in bytes of
 * seven bits, and the weights label by label, which deflates to half the size of feature by feature.
 */
export function packModel({ labels, bias, scale, rows, weights }: Model): PackedModel {
  const hashes = [...rows.keys()]
  const head = JSON.stringify({ labels, bias: [...bias], scale: [...scale], count: hashes.length })
  const differences = hashes.flatMap((hash, n) => sevenBits(n === 0 ? hash : hash - at(hashes, n - 1)))
  const columns = Int8Array.from(weights, (_, n) => {
    const row = n % hashes.length
    return at(weights, row * labels.length + (n - row) / hashes.length)
  })
  const bytes = Buffer.concat([
    Buffer.from(`${head}\n`),
    Uint8Array.from(differences),
    new Uint8Array(columns.buffer),
  ])
  return deflateRawSync(bytes, { level: 9 }).toString('base64')
}

interface Head<L> {
  readonly labels: readonly L[]
  readonly bias: readonly number[]
  readonly scale: readonly number[]
  readonly count: number
}

/** Restores a model from the output of `packModel`. */
export function unpackModel<L extends string>(packed: PackedModel): Model<L> {
  const bytes = inflateRawSync(Buffer.from(packed, 'base64'))
  const end = bytes.indexOf(10)
  const { labels, bias, scale, count } = JSON.parse(bytes.toString('utf8', 0, end)) as Head<L>
  const rows = new Map<number, number>()
  let place = end + 1
  let hash = 0
  for (let row = 0; row < count; row += 1) {
    let difference = 0
    let byte: number
    let factor = 1
    do {
      byte = at(bytes, place)
      place += 1
      difference += (byte & 127) * factor
      factor *= 128
    } while (byte > 127)
    hash += difference
    rows.set(hash, row)
  }
  const columns = new Int8Array(bytes.buffer, bytes.byteOffset + place, count * labels.length)
  const weights = Int8Array.from(columns, (_, n) => {
    const label = n % labels.length
    return at(columns, label * count + (n - label) / labels.length)
  })
  return { labels, bias: Float32Array.from(bias), scale: Float32Array.from(scale), rows, weights }
}

function sevenBits(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}
