import { featuresOf } from './features.ts'
import { likelihoods, type Model } from './model.ts'
import type { Example } from './train.ts'

/** A prediction beside what is right. */
export interface Prediction {
  readonly said: string
  readonly right: string
  /** How likely the model held what it said. */
  readonly probability: number
  /** How likely it held what is right. */
  readonly ofRight: number
}

/** How good a model is on mail that it never saw. */
export interface Measures {
  readonly mails: number
  readonly accuracy: number
  /** The mean over the labels of the harmonic mean of precision and recall. */
  readonly macroF1: number
  /** The mean surprise at what is right, in nats: lower is better. */
  readonly logLoss: number
}

/** What a model says of examples. */
export const predict = <L extends string>(model: Model<L>, examples: readonly Example<L>[]): Prediction[] =>
  examples.map(({ text, label }) => {
    const all = likelihoods(model, featuresOf(text))
    return {
      said: all[0]?.label ?? '',
      right: label,
      probability: all[0]?.probability ?? 0,
      ofRight: all.find((one) => one.label === label)?.probability ?? 0,
    }
  })

/** Sums up predictions; labels that no example has do not count in the mean. */
export function measure(judged: readonly Prediction[]): Measures {
  const labels = [...new Set(judged.map(({ right }) => right))]
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
  return {
    mails: judged.length,
    accuracy: mean(judged.map(({ said, right }) => (said === right ? 1 : 0))),
    macroF1: mean(labels.map((label) => f1(judged, label))),
    logLoss: mean(judged.map(({ ofRight }) => -Math.log(Math.max(ofRight, 1e-9)))),
  }
}

function f1(judged: readonly Prediction[], label: string): number {
  const said = judged.filter((one) => one.said === label)
  const right = judged.filter((one) => one.right === label)
  const both = said.filter((one) => one.right === label)
  return (2 * both.length) / Math.max(said.length + right.length, 1)
}
