import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { slug, text, version } from '../fields.ts'
import { departments } from '../quality/quality-events.ts'
import { emailCategories, emailLanguages } from './email-categories.ts'

const localTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM'))
const workingHours = z.number().check(z.gte(0.25), z.lte(2000))

/** Whose work mail of a category is, and in how many business hours it is answered and done with. */
export const CategoryHandling = z.strictObject({
  department: z.enum(departments),
  firstResponseHours: workingHours,
  resolutionHours: workingHours,
})
export type CategoryHandling = z.infer<typeof CategoryHandling>

/** When customers are answered: local times of São Paulo, days of the week (0 is Sunday), holidays of a state. */
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

/** What is too much, from one address or to one: a flood, a loop or a mistake. */
export const MailLimits = z.strictObject({
  /** So many mails of one sender are read in an hour; the rest are counted. */
  mailsOfSenderPerHour: upTo(10_000),
  /** So many acknowledgements go to one address in a day. */
  acknowledgementsPerDay: upTo(50, 0),
  repliesInThreadPerHour: upTo(90),
  repliesToAddressPerHour: upTo(90),
})
export type MailLimits = z.infer<typeof MailLimits>

/** How a store has its customers' mail handled: all of it, as it was set. */
export const EmailSettingsSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** Mail goes to its department by itself when its category is at least this sure; the rest waits in triage. */
  autoRouteFrom: z.number().check(z.gte(0), z.lte(1)),
  /** A customer's first mail of a conversation is acknowledged at once. */
  acknowledge: z.boolean(),
  /** What we write in where the customer's own language is not known. */
  language: z.enum(emailLanguages),
  /** As customers know the store; stands beside its address and under its mails. */
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
  summary: 'A store set how its customers’ mail is handled.',
  data: z.object({
    /** What differs from before, such as `hours` or `categories`. */
    fields: z.array(text(40)),
  }),
  snapshot: EmailSettingsSnapshot,
})
