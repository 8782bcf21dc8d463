import { type Feature, featuresOf } from './features.ts'
import { at, type Model, toProbabilities } from './model.ts'

/** A text with its label; `weight` is its weight in training (1 unless given). */
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
 * same order give the same model. Features of only one example are left out; of the rest, the `maxFeatures` most
 * important are selected. Takes a second or two for 2,000 short mails.
 */
export function trainModel<L extends string>(
  examples: readonly Example<L>[],
  labels: readonly L[],
  maxFeatures: number,
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
  return quantise({ labels, ...descend(mails, labels.length, known.length) }, known, maxFeatures)
}

/** A mail in training: the index of its label, and the weight offsets of its features. */
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
  /** The number of examples that have the feature. */
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

/** Shuffles items, differently at each call but equally in each run (Fisher-Yates with a fixed sequence). */
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

/**
 * A weight is stored in 15 steps up and down: the lost precision is noise, and the result deflates to half the size of
 * 127 steps.
 */
const steps = 15

/** The most important features (strong and frequent), with weights in steps of each label's scale. */
function quantise<L extends string>(
  { labels, weights, bias }: Trained<L>,
  known: readonly KnownFeature[],
  maxFeatures: number,
): Model<L> {
  const count = labels.length
  const strongest = (place: number): number =>
    weights.subarray(place * count, (place + 1) * count).reduce((most, w) => Math.max(most, Math.abs(w)), 0)
  const selected = known
    .map(({ hash, times }, place) => ({ hash, place, importance: strongest(place) * times ** 0.3 }))
    .sort((a, b) => b.importance - a.importance || a.hash - b.hash)
    .slice(0, maxFeatures)
    .sort((a, b) => a.hash - b.hash)
  const scale = labels.map((_, k) => {
    const largest = selected.reduce(
      (most, { place }) => Math.max(most, Math.abs(at(weights, place * count + k))),
      0,
    )
    return Math.max(largest, 1e-9) / steps
  })
  return {
    labels,
    bias: Float32Array.from(bias),
    scale: Float32Array.from(scale),
    rows: new Map(selected.map(({ hash }, row) => [hash, row])),
    weights: Int8Array.from(
      selected.flatMap(({ place }) =>
        scale.map((one, k) => Math.round(at(weights, place * count + k) / one)),
      ),
    ),
  }
}
