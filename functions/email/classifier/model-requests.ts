import * as z from 'zod/mini'
import { TrainedModel } from '../../../events/email/model-events.ts'

export const ModelList = z.object({
  /** The id of the model in use; `seed` for the initial model of every store. */
  serving: z.string(),
  /** The newest 50, the newest first. */
  items: z.array(TrainedModel),
})
