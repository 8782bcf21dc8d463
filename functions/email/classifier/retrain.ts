import type { TrainedModel } from '../../../events/email/model-events.ts'
import { derivedId, fingerprint } from '../../../shared/ids.ts'
import type { LabelledMail } from './labelled-mail.ts'
import { type Measures, measure, predict } from './measure.ts'
import { packModel } from './model-file.ts'
import {
  type CategoryModel,
  mostCategoryFeatures,
  type TextCategory,
  textCategories,
  toTextCategory,
} from './models.ts'
import { seedMails } from './seed/train-seed.ts'
import { isBetter } from './serving-model.ts'
import { type Example, trainModel } from './train.ts'

/** Fewer mails held back measure nothing. */
const leastHeldBack = 5

/** From this many corrections on, a seed mail counts half of one: the store's own mail is the better teacher. */
const halfAt = 300

/** A model trained from a store's corrections, with its weights. */
export interface Retrained {
  readonly model: TrainedModel
  readonly weights: string
}

/**
 * Trains a model from a store's labelled mail and the seed mails, and measures it and the one that serves on a fifth
 * of the labelled mail that neither has learnt from: which mails are held back follows from their ids, so they are the
 * same ones for every model of the store. Nothing while there is too little to tell them apart by, or when this very
 * mail has been learnt from already (`known`: ids of the models on record).
 */
export function retrain(
  labelled: readonly LabelledMail[],
  serving: CategoryModel,
  { store, known, now }: { readonly store: string; readonly known: readonly string[]; readonly now: string },
): Retrained | undefined {
  const mails = labelled.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const heldBack = mails.filter(isHeldBack).map(toExample)
  const learnt = mails.filter((mail) => !isHeldBack(mail)).map(toExample)
  const id = derivedId('mdl', store, ...mails.map(({ id, version }) => `${id} ${version}`))
  if (heldBack.length < leastHeldBack || known.includes(id)) return undefined
  const model = learnFrom(learnt)
  const measures = measure(predict(model, heldBack))
  const before = measure(predict(serving, heldBack))
  return {
    model: {
      id,
      trainedAt: now,
      learntFrom: learnt.length,
      heldBack: heldBack.length,
      measures: rounded(measures),
      before: rounded(before),
      served: isBetter(measures, before),
    },
    weights: packModel(model),
  }
}

/** The model of a store with these corrections beside the seed mails. */
export function learnFrom(corrections: readonly Example<TextCategory>[]): CategoryModel {
  const weight = 1 / (1 + corrections.length / halfAt)
  const seed = seedMails.map((mail) => ({ ...mail, weight }))
  return trainModel([...seed, ...corrections], textCategories, mostCategoryFeatures)
}

/** A fifth of all mails, the same ones each time. */
export const isHeldBack = ({ id }: Pick<LabelledMail, 'id'>): boolean =>
  Number.parseInt(fingerprint('held back', id).slice(0, 8), 16) % 5 === 0

const toExample = ({ text, category }: LabelledMail): Example<TextCategory> => ({
  text,
  label: toTextCategory(category),
})

const rounded = ({ accuracy, macroF1, logLoss }: Measures) => ({
  accuracy: toThousandths(accuracy),
  macroF1: toThousandths(macroF1),
  logLoss: toThousandths(logLoss),
})

const toThousandths = (value: number): number => Math.round(value * 1000) / 1000
