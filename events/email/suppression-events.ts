import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'

/** An address that gets no mail. */
export const SuppressionSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  address: text(254),
  /** It bounced permanently, or its owner marked a mail as spam. */
  reason: z.enum(['bounced', 'complained']),
  since: instant,
  /** When the suppression was lifted. */
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
  'An address was suppressed: it gets no more mail.',
)
export const suppressionLifted = suppressionEvent(
  'email.suppression-lifted',
  'An address was removed from the suppression list.',
)
