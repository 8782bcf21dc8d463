import {
  type ClassifierSnapshot,
  modelTrained,
  type TrainedModel,
} from '../../../events/email/model-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { Measures } from './measure.ts'

/** What reads a store's mail: which model serves, which ones there were, and whether another is due. */
export type Classifier = ClassifierSnapshot
type ClassifierDecision = Decision<Classifier>

/** The id of a store's classifier: there is one of them in each store. */
export const classifierId = 'classifier'

/** Sort key of a classifier that is due: the one that waits longest comes first. */
export const dueKey = (since: string, store: string): string => `${since}#${store}`
export const storeDue = (key: string): string => key.slice(key.indexOf('#') + 1)

const maxModels = 50

const freshClassifier = (store: string): Classifier => ({ id: classifierId, store, version: 0, models: [] })

/** Says that there is something to learn from; said already it stays as it is, `undefined`. */
export function markDue(
  known: Classifier | undefined,
  store: string,
  now: string,
): ClassifierDecision | undefined {
  const classifier = known ?? freshClassifier(store)
  if (classifier.dueSince !== undefined) return undefined
  return { next: { ...classifier, version: classifier.version + 1, dueSince: now }, events: [] }
}

/** Whether a model is to serve instead of another: better for the mean category, or as good and less surprised. */
export const isBetter = (one: Measures, other: Measures): boolean =>
  one.macroF1 > other.macroF1 || (one.macroF1 === other.macroF1 && one.logLoss < other.logLoss)

/** Puts a trained model on record; it serves from now on if it was better. */
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

/** Notes that nothing is due, though no model was trained: there is too little to learn from, or nothing new. */
export const skipTraining = ({ dueSince: _, ...classifier }: Classifier): ClassifierDecision => ({
  next: { ...classifier, version: classifier.version + 1 },
  events: [],
})
