import { featuresOf } from './features.ts'
import { likelihoods, type Model } from './model.ts'
import type { Example } from './train.ts'

/** A prediction and the right label. */
export interface Prediction {
  readonly predicted: string
  readonly right: string
  /** The probability of the predicted label. */
  readonly probability: number
  /** The probability of the right label. */
  readonly ofRight: number
}

/** The quality of a model on mail that it was not trained on. */
export interface Measures {
  readonly mails: number
  readonly accuracy: number
  /** The mean over the labels of the F1 score. */
  readonly macroF1: number
  /** The mean negative log-likelihood of the right label, in nats: lower is better. */
  readonly logLoss: number
}

/** The predictions of a model for examples. */
export const predict = <L extends string>(model: Model<L>, examples: readonly Example<L>[]): Prediction[] =>
  examples.map(({ text, label }) => {
    const all = likelihoods(model, featuresOf(text))
    return {
      predicted: all[0]?.label ?? '',
      right: label,
      probability: all[0]?.probability ?? 0,
      ofRight: all.find((one) => one.label === label)?.probability ?? 0,
    }
  })

/** Measures predictions; labels without an example do not count in the mean. */
export function measure(predictions: readonly Prediction[]): Measures {
  const labels = [...new Set(predictions.map(({ right }) => right))]
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
  return {
    mails: predictions.length,
    accuracy: mean(predictions.map(({ predicted, right }) => (predicted === right ? 1 : 0))),
    macroF1: mean(labels.map((label) => f1(predictions, label))),
    logLoss: mean(predictions.map(({ ofRight }) => -Math.log(Math.max(ofRight, 1e-9)))),
  }
}

function f1(predictions: readonly Prediction[], label: string): number {
  const predicted = predictions.filter((one) => one.predicted === label)
  const right = predictions.filter((one) => one.right === label)
  const both = predicted.filter((one) => one.right === label)
  return (2 * both.length) / Math.max(predicted.length + right.length, 1)
}
