import type { EmailCategory } from '../../../../events/email/email-categories.ts'

/** Mails written for this project, by what they are about; customers' own words are never among them. */
export type SeedMails = Readonly<Partial<Record<EmailCategory, readonly string[]>>>
