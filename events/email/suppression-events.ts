import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'

/** An address to which no mail goes. */
export const SuppressionSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  address: text(254),
  /** It bounced for good, or its owner called our mail spam. */
  reason: z.enum(['bounced', 'complained']),
  since: instant,
  /** Mail goes there again, as somebody said so. */
  liftedAt: z.optional(instant),
})
export type SuppressionSnapshot = z.infer<typeof SuppressionSnapshot>

const suppressionEvent = <const Type extends `email.${string}`>(type: Type, summary: string) =>
  defineEvent({
    type,
    slice: 'email',
    aggregate: 'suppression',
    summary,
    data: z.object({ reason: SuppressionSnapshot.shape.reason }),
    snapshot: SuppressionSnapshot,
  })

export const addressSuppressed = suppressionEvent(
  'email.address-suppressed',
  'No mail goes to an address any more.',
)
export const suppressionLifted = suppressionEvent(
  'email.suppression-lifted',
  'Somebody said that mail may go to an address again.',
)
