import * as z from 'zod/mini'
import { emailCategories } from '../../../events/email/email-categories.ts'
import {
  CategoryHandling,
  EmailSettingsSnapshot,
  MailLimits,
} from '../../../events/email/email-settings-events.ts'

const { autoRouteFrom, acknowledge, language, displayName, signature, hours } = EmailSettingsSnapshot.shape

/** Requested settings; missing ones take the defaults. */
export const ChangeSettingsRequest = z.strictObject({
  autoRouteFrom: z.optional(autoRouteFrom),
  acknowledge: z.optional(acknowledge),
  language: z.optional(language),
  displayName: z.optional(displayName),
  signature,
  hours: z.optional(hours),
  limits: z.optional(z.partial(MailLimits)),
  categories: z.optional(z.partialRecord(z.enum(emailCategories), CategoryHandling)),
})

/** The settings with defaults filled in; version 0 when nothing was stored. */
export const SettingsView = z.extend(z.omit(EmailSettingsSnapshot, { id: true, store: true }), {
  version: z.int(),
})

export const toSettingsView = ({ id: _, store: __, ...settings }: EmailSettingsSnapshot) => settings
