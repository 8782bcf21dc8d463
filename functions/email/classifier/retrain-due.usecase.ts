import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { log } from '../../../shared/log.ts'
import { commitLearning, findClassifier, labelledMail, modelsOf, storesDue } from './classifier.store.ts'
import { retrain } from './retrain.ts'
import { recordModel, skipTraining } from './serving-model.ts'

/** The newest mails of a store that a model learns from: what customers write of changes, and time is bounded. */
const mostMails = 4000

/** What a run of training came to. */
export interface Trainings {
  readonly trained: number
  /** Of the trained ones, those that serve from now on. */
  readonly served: number
}

/** Trains a model for each store whose analysts corrected something; one that changes meanwhile waits for the next run. */
export async function retrainDue(cause: Cause, now: string): Promise<Trainings> {
  const trainings = { trained: 0, served: 0 }
  for await (const store of storesDue()) {
    const served = await retrainStore(store, cause, now)
    if (served !== undefined) trainings.trained += 1
    if (served === true) trainings.served += 1
  }
  return trainings
}

/** Whether the trained model serves; nothing when none was trained. */
async function retrainStore(store: string, cause: Cause, now: string): Promise<boolean | undefined> {
  const [classifier, mails, { categories }] = await Promise.all([
    findClassifier(store),
    labelledMail(store, mostMails),
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
    log.info('a classifier changed while it was trained', { store })
    return undefined
  }
  return retrained?.model.served
}
