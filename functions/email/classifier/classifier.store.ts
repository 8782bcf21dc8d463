import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { type Change, change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { find, load, loadAll } from '../../../shared/table/load.store.ts'
import { sortKeysOf } from '../../../shared/table/sort-keys.store.ts'
import type { LabelledMail } from './labelled-mail.ts'
import { unpackModel } from './model-file.ts'
import type { CategoryModel, LanguageModel } from './models.ts'
import { readSeedModels } from './seed-models.file.ts'
import { type Classifier, classifierId, dueKey, storeDue } from './serving-model.ts'

/** `gsi2`: the classifiers of all stores that are due for training. */
export const classifiers: AggregateKind<Classifier> = {
  name: 'CLASSIFIER',
  slice: 'email',
  type: 'classifier',
  retention: 'business',
  index: ({ store, dueSince }) =>
    dueSince === undefined
      ? {}
      : { gsi2pk: lists.classifiersDue.partition(), gsi2sk: dueKey(dueSince, store) },
}

/** `gsi1`: a store's labelled mails, by the time of labelling. */
export const labelledMails: AggregateKind<LabelledMail> = {
  name: 'LABELLED-MAIL',
  slice: 'email',
  type: 'labelled-mail',
  retention: 'correspondence',
  index: ({ store, id, labelledAt }) => ({
    gsi1pk: lists.labelledMails.partition(store),
    gsi1sk: `${labelledAt}#${id}`,
  }),
}

/** The packed weights of a model to use from now on. */
interface ModelWeights {
  readonly id: string
  readonly store: string
  readonly version: number
  readonly weights: string
}
const modelWeights: AggregateKind<ModelWeights> = {
  name: 'CLASSIFIER-MODEL',
  slice: 'email',
  type: 'classifier-model',
  retention: 'business',
}

export const findClassifier = (store: string): Promise<Classifier | undefined> =>
  find(classifiers, store, classifierId)

/** The stores whose classifier is due for training, the longest waiting first. */
export async function* storesDue(): AsyncGenerator<string> {
  for await (const sort of sortKeysOf(lists.classifiersDue.partition())) yield storeDue(sort)
}

export const findLabelledMail = (store: string, id: string): Promise<LabelledMail | undefined> =>
  find(labelledMails, store, id)

/** The newest labelled mails of a store, at most `most`. */
export async function labelledMail(store: string, most: number): Promise<readonly LabelledMail[]> {
  const found: LabelledMail[] = []
  let after: string | undefined
  do {
    const page = await list(labelledMails, store, {
      index: lists.labelledMails.index,
      partitions: [lists.labelledMails.partition(store)],
      descending: true,
      limit: 100,
      ...(after === undefined ? {} : { after }),
    })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined && found.length < most)
  return found.slice(0, most)
}

/** Labelled mails by the ids of their messages; missing ones are left out. */
export const labelledAmong = (store: string, messageIds: readonly string[]): Promise<LabelledMail[]> =>
  loadAll(labelledMails, store, messageIds)

/** Changes of learning; all are written, or none. */
export interface LearningChanges {
  readonly mail?: Decision<LabelledMail> | undefined
  readonly classifier?: Decision<Classifier> | undefined
  /** The packed weights of a model to use from now on. */
  readonly weights?: { readonly id: string; readonly store: string; readonly weights: string } | undefined
}

/** Writes labels, the classifier and weights. Errors: `stale-version`, `busy`. */
export async function commitLearning(
  { mail, classifier, weights }: LearningChanges,
  cause: Cause,
  at: string,
): Promise<void> {
  const changes: Change[] = [
    ...(mail === undefined ? [] : [change(labelledMails, mail)]),
    ...(classifier === undefined ? [] : [change(classifiers, classifier)]),
    ...(weights === undefined
      ? []
      : [change(modelWeights, { next: { ...weights, version: 1 }, events: [] })]),
  ]
  const { outcome } = await commit(changes, cause, { at, withoutEvents: true })
  if (outcome === 'exists') throw new DomainError('stale-version', 'Concurrent update; retry.')
}

interface Models {
  readonly categories: CategoryModel
  readonly languages: LanguageModel
}

let seed: Models | undefined

/** The initial models of every store; loaded on first use. */
function seedModels(): Models {
  if (seed !== undefined) return seed
  const { categories, languages } = readSeedModels()
  seed = { categories: unpackModel(categories), languages: unpackModel(languages) }
  return seed
}

/** The models of the stores that this instance used last; a model takes about a megabyte. */
const unpacked = new Map<string, CategoryModel>()
const maxUnpacked = 12

/** The models in use of a store: its own category model if it has one, else the initial one. */
export async function modelsOf(store: string): Promise<Models> {
  const serving = (await findClassifier(store))?.serving
  return serving === undefined
    ? seedModels()
    : { ...seedModels(), categories: await unpackedModel(store, serving) }
}

async function unpackedModel(store: string, id: string): Promise<CategoryModel> {
  const cached = unpacked.get(id)
  if (cached !== undefined) return cached
  const { weights } = await load(modelWeights, store, id)
  const model: CategoryModel = unpackModel(weights)
  unpacked.set(id, model)
  const [oldest] = unpacked.keys()
  if (unpacked.size > maxUnpacked && oldest !== undefined) unpacked.delete(oldest)
  return model
}
