import * as z from 'zod/mini'
import { TrainedModel } from '../../../events/email/model-events.ts'

export const ModelList = z.object({
  /** The id of the model that reads the store's mail, or `seed`, the one that every store begins with. */
  serving: z.string(),
  /** The newest 50, the newest first. */
  items: z.array(TrainedModel),
})
