import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { log } from '../../../shared/log.ts'
import { commitLearning, findClassifier, labelledMail, modelsOf, storesDue } from './classifier.store.ts'
import { retrain } from './retrain.ts'
import { recordModel, skipTraining } from './serving-model.ts'

/** The newest mails to train on: language changes, and training time must be bounded. */
const maxMails = 4000

/** The result of a training run. */
export interface Trainings {
  readonly trained: number
  /** The trained models that are in use from now on. */
  readonly served: number
}

/** Trains a model for each store with new corrections. A store that changes meanwhile waits for the next run. */
export async function retrainDue(cause: Cause, now: string): Promise<Trainings> {
  const trainings = { trained: 0, served: 0 }
  for await (const store of storesDue()) {
    const served = await retrainStore(store, cause, now)
    if (served !== undefined) trainings.trained += 1
    if (served === true) trainings.served += 1
  }
  return trainings
}

/** Whether the trained model is used; `undefined` when none was trained. */
async function retrainStore(store: string, cause: Cause, now: string): Promise<boolean | undefined> {
  const [classifier, mails, { categories }] = await Promise.all([
    findClassifier(store),
    labelledMail(store, maxMails),
    modelsOf(store),
  ])
  if (classifier?.dueSince === undefined) return undefined
  const known = classifier.models.map(({ id }) => id)
  const retrained = retrain(mails, categories, { store, known, now })
  const decision =
    retrained === undefined ? skipTraining(classifier) : recordModel(classifier, retrained.model)
  const weights =
    retrained?.model.served === true
      ? { id: retrained.model.id, store, weights: retrained.weights }
      : undefined
  try {
    await commitLearning({ classifier: decision, weights }, cause, now)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'stale-version') throw error
    log.info('classifier changed during training; skipped until the next run', { store })
    return undefined
  }
  return retrained?.model.served
}
