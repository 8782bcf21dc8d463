import type { EmailCategory } from '../../../events/email/email-categories.ts'
import {
  type CategoryHandling,
  type EmailSettingsSnapshot,
  emailSettingsChanged,
  type MailLimits,
} from '../../../events/email/email-settings-events.ts'
import type { Decision } from '../../../shared/decision.ts'

/** A store's mail settings. */
export type EmailSettings = EmailSettingsSnapshot

/** Requested settings; missing ones take the defaults. */
export type RequestedSettings = {
  readonly [Name in keyof Omit<EmailSettings, 'id' | 'store' | 'version' | 'categories' | 'limits'>]?:
    | EmailSettings[Name]
    | undefined
} & {
  readonly limits?: { readonly [Name in keyof MailLimits]?: number | undefined } | undefined
  readonly categories?: Readonly<Partial<Record<EmailCategory, CategoryHandling | undefined>>> | undefined
}

/** The id of a store's settings: each store has one. */
export const settingsId = 'email-settings'

const within = (
  department: CategoryHandling['department'],
  firstResponseHours: number,
  resolutionHours: number,
): CategoryHandling => ({ department, firstResponseHours, resolutionHours })

/** Default department and targets of each category, in business hours; a business day has ten. */
const defaultHandling: Readonly<Record<EmailCategory, CategoryHandling>> = {
  'wrong-item': within('stock-logistics', 4, 30),
  defective: within('front-office', 4, 30),
  'not-as-described': within('front-office', 4, 30),
  late: within('stock-logistics', 4, 20),
  'not-received': within('stock-logistics', 4, 20),
  'partial-delivery': within('stock-logistics', 4, 30),
  'return-refund': within('finance', 4, 50),
  cancellation: within('front-office', 2, 10),
  'invoice-request': within('finance', 8, 20),
  'warranty-repair': within('front-office', 8, 100),
  service: within('front-office', 4, 20),
  praise: within('front-office', 20, 50),
  question: within('front-office', 8, 20),
  other: within('front-office', 8, 30),
}

/** Default limits: no human customer comes near them. Acknowledgements are few, as a machine may answer them. */
const defaultLimits: MailLimits = {
  mailsOfSenderPerHour: 60,
  acknowledgementsPerDay: 3,
  repliesInThreadPerHour: 20,
  repliesToAddressPerHour: 40,
}

/** The settings of a store that stored none; version 0. */
const defaultSettings = (store: string): EmailSettings => ({
  id: settingsId,
  store,
  version: 0,
  autoRouteFrom: 0.7,
  acknowledge: true,
  language: 'pt',
  displayName: displayNameOf(store),
  hours: { opens: '08:00', closes: '18:00', weekdays: [1, 2, 3, 4, 5] },
  limits: defaultLimits,
  categories: defaultHandling,
})

/** `loja-azul` as a display name: `Loja Azul`. */
const displayNameOf = (store: string): string =>
  store
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join(' ')

/** The settings of a store: as stored, with defaults for categories and limits that were added later. */
export const settingsOf = (stored: EmailSettings | undefined, store: string): EmailSettings =>
  stored === undefined
    ? defaultSettings(store)
    : {
        ...stored,
        limits: { ...defaultLimits, ...stored.limits },
        categories: { ...defaultHandling, ...stored.categories },
      }

/** Changes the settings; equal settings make no new version. */
export function changeSettings(
  stored: EmailSettings | undefined,
  store: string,
  { categories = {}, limits = {}, ...wanted }: RequestedSettings,
): Decision<EmailSettings> {
  const before = settingsOf(stored, store)
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  const next: EmailSettings = {
    ...defaultSettings(store),
    ...given,
    limits: { ...defaultLimits, ...limits } as MailLimits,
    categories: { ...defaultHandling, ...categories } as EmailSettings['categories'],
    version: before.version + 1,
  }
  const names = new Set([...Object.keys(before), ...Object.keys(next)]) as Set<keyof EmailSettings>
  names.delete('version')
  const fields = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(next[name]))
  return fields.length === 0
    ? { next: before, events: [] }
    : { next, events: [emailSettingsChanged.happened({ fields })] }
}
