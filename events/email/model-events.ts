import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, version } from '../fields.ts'

const share = z.number().check(z.gte(0), z.lte(1))

/** The quality of a model on labelled mail that it was not trained on. */
const ModelMeasures = z.object({
  accuracy: share,
  /** The mean over the categories of the F1 score. */
  macroF1: share,
  /** The mean negative log-likelihood of the right category, in nats: lower is better. */
  logLoss: z.number(),
})

/** A model that was trained on a store's corrections, and its result. */
export const TrainedModel = z.object({
  id: z.string(),
  trainedAt: instant,
  /** Labelled mails that it was trained on, without the seed mails. */
  learntFrom: z.int(),
  /** Labelled mails that no model of the store was trained on: it was measured on them. */
  heldBack: z.int(),
  measures: ModelMeasures,
  /** The measures of the previous model on the same mails. */
  before: ModelMeasures,
  /** Whether it was better and is in use from then on. */
  served: z.boolean(),
})
export type TrainedModel = z.infer<typeof TrainedModel>

/** The classifier of a store: the record of its models. */
export const ClassifierSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** The model in use; absent for the initial model. */
  serving: z.optional(z.string()),
  /** Since when there are corrections to train on. */
  dueSince: z.optional(instant),
  /** The newest 50, the newest first. */
  models: z.array(TrainedModel),
})
export type ClassifierSnapshot = z.infer<typeof ClassifierSnapshot>

export const modelTrained = defineEvent({
  type: 'email.model-trained',
  slice: 'email',
  aggregate: 'classifier',
  summary: 'A model was trained on a store’s corrections; it is used if it was better on held-back mail.',
  data: TrainedModel,
  snapshot: ClassifierSnapshot,
})
