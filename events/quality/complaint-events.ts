import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'

/** A customer's complaint, counted at its issue: once for each conversation and category. */
export const ComplaintSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  threadId: z.string(),
  /** Where the customer wrote: `email`, or a marketplace. */
  channel: slug,
  category: slug.check(z.maxLength(60)),
  orderId: z.optional(z.string()),
  /** The SKUs of the complaint, as far as the order and the customer's text identify them. */
  skus: z.array(text(64)),
  issueId: z.string(),
  filedAt: instant,
  /** When the complaint was withdrawn: an analyst decided that it is about something else. It is no longer counted. */
  withdrawnAt: z.optional(instant),
  /** The version of the conversation that last changed the complaint; older versions are ignored. */
  threadVersion: version,
})
export type ComplaintSnapshot = z.infer<typeof ComplaintSnapshot>

export const complaintFiled = defineEvent({
  type: 'quality.complaint-filed',
  slice: 'quality',
  aggregate: 'complaint',
  summary: 'A customer’s complaint opened an issue, or was added to the open issue of the same subject.',
  data: z.object({ issueId: z.string(), threadId: z.string(), opened: z.boolean() }),
  snapshot: ComplaintSnapshot,
})

export const complaintRetracted = defineEvent({
  type: 'quality.complaint-retracted',
  slice: 'quality',
  aggregate: 'complaint',
  summary:
    'A customer’s complaint was withdrawn: it is about something else, and its issue no longer counts it.',
  data: z.object({ issueId: z.string(), threadId: z.string() }),
  snapshot: ComplaintSnapshot,
})
