import { type EmailCategory, emailCategories } from '../../../../events/email/email-categories.ts'

/** One template for each category, and the acknowledgement. */
export const templateCodes = [...emailCategories, 'acknowledgement'] as const
export type TemplateCode = EmailCategory | 'acknowledgement'

/** The facts of an order that a template may ask for, in braces. */
export const factNames = [
  'order',
  'status',
  'carrier',
  'tracking',
  'dispatchedOn',
  'deliverBy',
  'deliveredOn',
] as const
export type FactName = (typeof factNames)[number]
export type Facts = Readonly<Partial<Record<FactName, string>>>
