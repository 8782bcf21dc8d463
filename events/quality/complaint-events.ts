import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'

/** A customer's complaint, counted at the issue that it opened or joined: once for each conversation and category. */
export const ComplaintSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  threadId: z.string(),
  /** Where the customer wrote: `email`, or a marketplace. */
  channel: slug,
  category: slug.check(z.maxLength(60)),
  orderId: z.optional(z.string()),
  /** What the complaint is about, as far as the order and the customer's words tell. */
  skus: z.array(text(64)),
  issueId: z.string(),
  filedAt: instant,
  /** Since when it counts nowhere: an analyst said that it is about something else. */
  withdrawnAt: z.optional(instant),
  /** The version of the conversation that last spoke of it: an older word changes nothing. */
  threadVersion: version,
})
export type ComplaintSnapshot = z.infer<typeof ComplaintSnapshot>

export const complaintFiled = defineEvent({
  type: 'quality.complaint-filed',
  slice: 'quality',
  aggregate: 'complaint',
  summary: 'A customer’s complaint opened an issue, or was counted at the one that is open for the same.',
  data: z.object({ issueId: z.string(), threadId: z.string(), opened: z.boolean() }),
  snapshot: ComplaintSnapshot,
})

export const complaintRetracted = defineEvent({
  type: 'quality.complaint-retracted',
  slice: 'quality',
  aggregate: 'complaint',
  summary: 'A customer’s complaint counts no more at its issue: it turned out to be about something else.',
  data: z.object({ issueId: z.string(), threadId: z.string() }),
  snapshot: ComplaintSnapshot,
})
