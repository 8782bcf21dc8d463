/** The categories of customers' mail. `late` or `not-received` depends on the order's status, not on the text. */
export const emailCategories = [
  'wrong-item',
  'defective',
  'not-as-described',
  'late',
  'not-received',
  'partial-delivery',
  'return-refund',
  'cancellation',
  'invoice-request',
  'warranty-repair',
  'service',
  'praise',
  'question',
  'other',
] as const
export type EmailCategory = (typeof emailCategories)[number]

/** The languages of replies. */
export const emailLanguages = ['pt', 'es', 'en'] as const
export type EmailLanguage = (typeof emailLanguages)[number]

/**
 * How urgent a mail sounds. `high`: it mentions a court, a consumer protection office, fraud, danger or a deadline.
 */
export const emailUrgencies = ['low', 'normal', 'high'] as const
export type EmailUrgency = (typeof emailUrgencies)[number]
