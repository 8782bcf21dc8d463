/** What a customer's mail may be about. `late` or `not-received` is told by the order's state rather than by words. */
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

/** The languages that mail is answered in. */
export const emailLanguages = ['pt', 'es', 'en'] as const
export type EmailLanguage = (typeof emailLanguages)[number]

/** How urgent a mail sounds. `high`: it names a court, a consumers' office, fraud, danger, or a deadline. */
export const emailUrgencies = ['low', 'normal', 'high'] as const
export type EmailUrgency = (typeof emailUrgencies)[number]
