import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, version } from '../fields.ts'

const share = z.number().check(z.gte(0), z.lte(1))

/** How good a model of what mail is about was on labelled mail that it had never seen. */
const ModelMeasures = z.object({
  accuracy: share,
  /** The mean over the categories of the harmonic mean of precision and recall. */
  macroF1: share,
  /** The mean surprise at what is right, in nats: lower is better. */
  logLoss: z.number(),
})

/** A model that was trained for a store from what its analysts said, and what came of it. */
export const TrainedModel = z.object({
  id: z.string(),
  trainedAt: instant,
  /** Labelled mails that it learnt from, the seed mails beside them left out. */
  learntFrom: z.int(),
  /** Labelled mails that neither it nor any model before it learnt from: it was measured on them. */
  heldBack: z.int(),
  measures: ModelMeasures,
  /** What served until then, on the same mails. */
  before: ModelMeasures,
  /** It was better, and reads the store's mail from then on. */
  served: z.boolean(),
})
export type TrainedModel = z.infer<typeof TrainedModel>

/** What reads a store's mail: the record of its models. */
export const ClassifierSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** The model in use; the one that every store begins with when absent. */
  serving: z.optional(z.string()),
  /** Since when there are corrections that no model has learnt from. */
  dueSince: z.optional(instant),
  /** The newest 50, the newest first. */
  models: z.array(TrainedModel),
})
export type ClassifierSnapshot = z.infer<typeof ClassifierSnapshot>

export const modelTrained = defineEvent({
  type: 'email.model-trained',
  slice: 'email',
  aggregate: 'classifier',
  summary: 'A model learnt from a store’s corrections; it serves if it was better on mail held back.',
  data: TrainedModel,
  snapshot: ClassifierSnapshot,
})
