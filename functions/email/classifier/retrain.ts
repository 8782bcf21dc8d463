import type { TrainedModel } from '../../../events/email/model-events.ts'
import { derivedId, fingerprint } from '../../../shared/ids.ts'
import type { LabelledMail } from './labelled-mail.ts'
import { type Measures, measure, predict } from './measure.ts'
import { packModel } from './model-file.ts'
import {
  type CategoryModel,
  maxCategoryFeatures,
  type TextCategory,
  textCategories,
  toTextCategory,
} from './models.ts'
import { seedMails } from './seed/train-seed.ts'
import { isBetter } from './serving-model.ts'
import { type Example, trainModel } from './train.ts'

/** The fewest held-back mails for a meaningful measurement. */
const leastHeldBack = 5

/** From this many corrections on, a seed mail has half the weight: the store's own mail is the better source. */
const halfAt = 300

/** A model trained from a store's corrections, with its weights. */
export interface Retrained {
  readonly model: TrainedModel
  readonly weights: string
}

/**
 * Trains a model on a store's labelled mail and the seed mails. Measures it and the current model on a fifth of the
 * labelled mail that neither was trained on: the mails' ids decide which are held back, so they are the same for every
 * model of the store. `undefined` with too few mails, or when a model was already trained on these mails (`known`: ids
 * of the recorded models).
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

/** Trains a model on corrections and the seed mails. */
export function learnFrom(corrections: readonly Example<TextCategory>[]): CategoryModel {
  const weight = 1 / (1 + corrections.length / halfAt)
  const seed = seedMails.map((mail) => ({ ...mail, weight }))
  return trainModel([...seed, ...corrections], textCategories, maxCategoryFeatures)
}

/** Whether a mail is in the held-back fifth, always the same mails. */
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
