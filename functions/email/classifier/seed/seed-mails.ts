import type { EmailCategory } from '../../../../events/email/email-categories.ts'

/** Mails written for this project, by category; they contain no customer's text. */
export type SeedMails = Readonly<Partial<Record<EmailCategory, readonly string[]>>>
