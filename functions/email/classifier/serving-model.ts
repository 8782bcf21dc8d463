import {
  type ClassifierSnapshot,
  modelTrained,
  type TrainedModel,
} from '../../../events/email/model-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { Measures } from './measure.ts'

/** A store's classifier: its models, the one in use, and whether training is due. */
export type Classifier = ClassifierSnapshot
type ClassifierDecision = Decision<Classifier>

/** The id of a store's classifier: each store has one. */
export const classifierId = 'classifier'

/** Sort key of a classifier that is due: the longest waiting comes first. */
export const dueKey = (since: string, store: string): string => `${since}#${store}`
export const storeDue = (key: string): string => key.slice(key.indexOf('#') + 1)

const maxModels = 50

const freshClassifier = (store: string): Classifier => ({ id: classifierId, store, version: 0, models: [] })

/** Marks the classifier as due for training; `undefined` when it already is. */
export function markDue(
  existing: Classifier | undefined,
  store: string,
  now: string,
): ClassifierDecision | undefined {
  const classifier = existing ?? freshClassifier(store)
  if (classifier.dueSince !== undefined) return undefined
  return { next: { ...classifier, version: classifier.version + 1, dueSince: now }, events: [] }
}

/** Whether a model is better than another: a higher macro F1, or the same with a lower log loss. */
export const isBetter = (one: Measures, other: Measures): boolean =>
  one.macroF1 > other.macroF1 || (one.macroF1 === other.macroF1 && one.logLoss < other.logLoss)

/** Records a trained model; it is used from now on if it was better. */
export function recordModel(
  { dueSince: _, ...classifier }: Classifier,
  model: TrainedModel,
): ClassifierDecision {
  const next: Classifier = {
    ...classifier,
    version: classifier.version + 1,
    ...(model.served ? { serving: model.id } : {}),
    models: [model, ...classifier.models].slice(0, maxModels),
  }
  return { next, events: [modelTrained.happened(model)] }
}

/** Clears the due mark although no model was trained: too few mails, or none that are new. */
export const skipTraining = ({ dueSince: _, ...classifier }: Classifier): ClassifierDecision => ({
  next: { ...classifier, version: classifier.version + 1 },
  events: [],
})
