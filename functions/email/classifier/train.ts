import { type Feature, featuresOf } from './features.ts'
import { at, type Model, toProbabilities } from './model.ts'

/** A text with its label; `weight` says how much it counts (1 unless given). */
export interface Example<Label extends string = string> {
  readonly text: string
  readonly label: Label
  readonly weight?: number
}

const passes = 20
const rate = 0.3
const decay = 1e-4
const firstSquare = 1e-6

/**
 * Trains a softmax regression by AdaGrad (Duchi, Hazan and Singer 2011) with weight decay; the same examples in the
 * same order give the same model. Features that stand in one example only say nothing of others and are left out; of
 * the rest, the `mostFeatures` that matter most are kept. Takes a second or two for 2,000 short mails.
 */
export function trainModel<L extends string>(
  examples: readonly Example<L>[],
  labels: readonly L[],
  mostFeatures: number,
): Model<L> {
  const read = examples.map(({ text }) => featuresOf(text))
  const known = knownIn(read)
  const starts = new Map(known.map(({ hash }, place) => [hash, place * labels.length]))
  const mails = examples.map(({ label, weight = 1 }, n) => ({
    right: labels.indexOf(label),
    weight,
    row: (read[n] ?? []).flatMap(({ hash, value }) => {
      const start = starts.get(hash)
      return start === undefined ? [] : [{ start, value }]
    }),
  }))
  return quantise({ labels, ...descend(mails, labels.length, known.length) }, known, mostFeatures)
}

/** A mail as training sees it: the number of its label, and where the weights of its features begin. */
interface Mail {
  readonly right: number
  readonly weight: number
  readonly row: readonly { readonly start: number; readonly value: number }[]
}

interface Weights {
  readonly weights: Float64Array
  readonly bias: Float64Array
}
interface Trained<L> extends Weights {
  readonly labels: readonly L[]
}

function descend(mails: readonly Mail[], labels: number, features: number): Weights {
  const weights = new Float64Array(features * labels)
  const squares = new Float64Array(weights.length).fill(firstSquare)
  const bias = new Float64Array(labels)
  const biasSquares = new Float64Array(labels).fill(firstSquare)
  const errors = new Float64Array(labels)
  const shuffled = shuffler(mails)
  for (let pass = 0; pass < passes; pass += 1) {
    for (const { right, weight, row } of shuffled()) {
      errors.set(bias)
      for (const { start, value } of row) {
        for (let k = 0; k < labels; k += 1) errors[k] = at(errors, k) + at(weights, start + k) * value
      }
      toProbabilities(errors)
      for (let k = 0; k < labels; k += 1) {
        errors[k] = (at(errors, k) - (k === right ? 1 : 0)) * weight
        step(bias, biasSquares, k, at(errors, k))
      }
      for (const { start, value } of row) {
        for (let k = 0; k < labels; k += 1) {
          const gradient = at(errors, k) * value + decay * at(weights, start + k)
          step(weights, squares, start + k, gradient)
        }
      }
    }
  }
  return { weights, bias }
}

interface KnownFeature {
  readonly hash: number
  /** How many examples have it. */
  readonly times: number
}

/** The features that more than one example has. */
function knownIn(read: readonly (readonly Feature[])[]): KnownFeature[] {
  const seen = new Map<number, number>()
  for (const features of read) {
    for (const { hash } of features) seen.set(hash, (seen.get(hash) ?? 0) + 1)
  }
  return [...seen].map(([hash, times]) => ({ hash, times })).filter(({ times }) => times > 1)
}

function step(values: Float64Array, squares: Float64Array, place: number, gradient: number): void {
  const square = at(squares, place) + gradient * gradient
  squares[place] = square
  values[place] = at(values, place) - (rate * gradient) / Math.sqrt(square)
}

/** The items in another order with each call, in the same ones in each run (Fisher-Yates over a fixed sequence). */
function shuffler<T>(items: readonly T[]): () => readonly T[] {
  const order = [...items]
  let state = 1
  const below = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
  return () => {
    for (let n = order.length - 1; n > 0; n -= 1) {
      const other = below(n + 1)
      const here = order[n] as T
      order[n] = order[other] as T
      order[other] = here
    }
    return order
  }
}

/** A weight is kept as one of 15 steps up and down: what that loses is noise, and it deflates to half of 127 steps. */
const steps = 15

/** The features that matter most (strong, and seen often) with their weights as steps of each label's own scale. */
function quantise<L extends string>(
  { labels, weights, bias }: Trained<L>,
  known: readonly KnownFeature[],
  mostFeatures: number,
): Model<L> {
  const count = labels.length
  const strongest = (place: number): number =>
    weights.subarray(place * count, (place + 1) * count).reduce((most, w) => Math.max(most, Math.abs(w)), 0)
  const kept = known
    .map(({ hash, times }, place) => ({ hash, place, matters: strongest(place) * times ** 0.3 }))
    .sort((a, b) => b.matters - a.matters || a.hash - b.hash)
    .slice(0, mostFeatures)
    .sort((a, b) => a.hash - b.hash)
  const scale = labels.map((_, k) => {
    const largest = kept.reduce(
      (most, { place }) => Math.max(most, Math.abs(at(weights, place * count + k))),
      0,
    )
    return Math.max(largest, 1e-9) / steps
  })
  return {
    labels,
    bias: Float32Array.from(bias),
    scale: Float32Array.from(scale),
    rows: new Map(kept.map(({ hash }, row) => [hash, row])),
    weights: Int8Array.from(
      kept.flatMap(({ place }) => scale.map((one, k) => Math.round(at(weights, place * count + k) / one))),
    ),
  }
}
