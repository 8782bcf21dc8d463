import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { slug, text, version } from '../fields.ts'
import { departments } from '../quality/quality-events.ts'
import { emailCategories, emailLanguages } from './email-categories.ts'

const localTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM'))
const workingHours = z.number().check(z.gte(0.25), z.lte(2000))

/** The department for mail of a category, and its targets in business hours. */
export const CategoryHandling = z.strictObject({
  department: z.enum(departments),
  firstResponseHours: workingHours,
  resolutionHours: workingHours,
})
export type CategoryHandling = z.infer<typeof CategoryHandling>

/** Business hours: local times of São Paulo, days of the week (0 is Sunday), holidays of a state. */
export const AnsweringHours = z
  .strictObject({
    opens: localTime,
    closes: localTime,
    weekdays: z.array(z.int().check(z.gte(0), z.lte(6))).check(z.minLength(1), z.maxLength(7)),
    uf: z.optional(text(2)),
  })
  .check(z.refine(({ opens, closes }) => opens < closes, 'hours that close after they open'))
export type AnsweringHours = z.infer<typeof AnsweringHours>

const upTo = (most: number, least = 1) => z.int().check(z.gte(least), z.lte(most))

/** Limits for mail from one address or to one, against floods and loops. */
export const MailLimits = z.strictObject({
  /** Mails of one sender that are processed in an hour; the rest are counted. */
  mailsOfSenderPerHour: upTo(10_000),
  /** Acknowledgements to one address in a day. */
  acknowledgementsPerDay: upTo(50, 0),
  repliesInThreadPerHour: upTo(90),
  repliesToAddressPerHour: upTo(90),
})
export type MailLimits = z.infer<typeof MailLimits>

/** The mail settings of a store. */
export const EmailSettingsSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** The lowest confidence at which mail is assigned to its department automatically; the rest waits in triage. */
  autoRouteFrom: z.number().check(z.gte(0), z.lte(1)),
  /** Whether to acknowledge a customer's first mail of a thread. */
  acknowledge: z.boolean(),
  /** The language of replies when the customer's is unknown. */
  language: z.enum(emailLanguages),
  /** The display name of the store, beside its address and under its mails. */
  displayName: text(60),
  signature: z.optional(text(300)),
  hours: AnsweringHours,
  limits: MailLimits,
  categories: z.record(z.enum(emailCategories), CategoryHandling),
})
export type EmailSettingsSnapshot = z.infer<typeof EmailSettingsSnapshot>

export const emailSettingsChanged = defineEvent({
  type: 'email.settings-changed',
  slice: 'email',
  aggregate: 'email-settings',
  summary: 'The mail settings of a store changed.',
  data: z.object({
    /** The changed settings, such as `hours` or `categories`. */
    fields: z.array(text(40)),
  }),
  snapshot: EmailSettingsSnapshot,
})
