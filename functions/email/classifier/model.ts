import type { Feature } from './features.ts'

/**
 * A softmax regression: a weight for each label and feature, in eight-bit steps of the label's scale. The weights of a
 * feature are adjacent, in the order of the labels.
 */
export interface Model<Label extends string = string> {
  readonly labels: readonly Label[]
  readonly bias: Float32Array
  readonly scale: Float32Array
  /** The row of each feature, by its hash. */
  readonly rows: ReadonlyMap<number, number>
  readonly weights: Int8Array
}

/** A label and its probability; all labels add up to 1. */
export interface Likelihood<Label extends string = string> {
  readonly label: Label
  readonly probability: number
}

/** The probabilities of all labels for a text, the highest first. */
export function likelihoods<L extends string>(
  model: Model<L>,
  features: readonly Feature[],
): Likelihood<L>[] {
  const { labels, bias, scale, rows, weights } = model
  const sums = new Float64Array(labels.length)
  for (const { hash, value } of features) {
    const row = rows.get(hash)
    if (row === undefined) continue
    const start = row * labels.length
    for (let n = 0; n < sums.length; n += 1) sums[n] = at(sums, n) + at(weights, start + n) * value
  }
  for (let n = 0; n < sums.length; n += 1) sums[n] = at(sums, n) * at(scale, n) + at(bias, n)
  toProbabilities(sums)
  return labels
    .map((label, n) => ({ label, probability: at(sums, n) }))
    .sort((a, b) => b.probability - a.probability)
}

/** The contribution of each feature to a label above the mean of all labels, the strongest first. */
export function reasonsFor<L extends string>(
  { labels, scale, rows, weights }: Model<L>,
  features: readonly Feature[],
  label: L,
): { readonly feature: Feature; readonly share: number }[] {
  const place = labels.indexOf(label)
  return features
    .flatMap((feature) => {
      const row = rows.get(feature.hash)
      if (row === undefined) return []
      const own = labels.map((_, n) => at(weights, row * labels.length + n) * at(scale, n))
      const mean = own.reduce((sum, weight) => sum + weight, 0) / own.length
      return [{ feature, share: ((own[place] ?? 0) - mean) * feature.value }]
    })
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
}

/** Converts sums to probabilities, in place. */
export function toProbabilities(sums: Float64Array): void {
  const highest = Math.max(...sums)
  let total = 0
  for (let n = 0; n < sums.length; n += 1) {
    const power = Math.exp(at(sums, n) - highest)
    sums[n] = power
    total += power
  }
  for (let n = 0; n < sums.length; n += 1) sums[n] = at(sums, n) / total
}

/** An element that must exist. */
export const at = (values: ArrayLike<number>, place: number): number => values[place] as number
