import * as z from 'zod/mini'
import { type CheckSettingsSnapshot, checkConfigured } from '../../../events/quality/check-events.ts'
import type { Department, Mode } from '../../../events/quality/quality-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { parse } from '../../../shared/http/validate.ts'
import type { Check } from './check.ts'

/** What a store has set of its checks; one for each store. */
export type CheckSettings = CheckSettingsSnapshot

/** How a store has one check made. */
export interface CheckSetting {
  readonly mode: Mode
  /** Whose work a failure is. */
  readonly department: Department
  readonly thresholds: Readonly<Record<string, unknown>>
  /** Values of which it is certain that they are meant otherwise are corrected without asking. */
  readonly autoCorrect: boolean
}

/** What a store has set, by the check's code; what is left out is as the check has it. */
export type SettingsByCheck = Readonly<Record<string, Partial<CheckSetting>>>

/** A setting as somebody asks for it. */
export type SettingChange = { readonly [Name in keyof CheckSetting]?: CheckSetting[Name] | undefined }

/** The id of a store's settings: there is one of them in each store. */
export const settingsId = 'check-settings'

/**
 * How a check is to be made. Thresholds that its newer version no longer understands give way to its own: an order
 * must never stay unjudged for a setting.
 */
export function settingOf(check: Check, settings: SettingsByCheck): CheckSetting {
  const set = Object.hasOwn(settings, check.code) ? settings[check.code] : undefined
  const own = defaultSetting(check)
  if (set === undefined) return own
  const thresholds = check.thresholds.safeParse(set.thresholds ?? {})
  return {
    mode: set.mode ?? own.mode,
    department: set.department ?? own.department,
    thresholds: thresholds.success ? thresholds.data : own.thresholds,
    autoCorrect: set.autoCorrect ?? own.autoCorrect,
  }
}

const defaultSettings = new WeakMap<Check, CheckSetting>()

/** How a check is made where nothing is set; worked out once, since that takes longer than many a check. */
function defaultSetting(check: Check): CheckSetting {
  const known = defaultSettings.get(check)
  if (known !== undefined) return known
  const { mode, department, thresholds } = check
  const setting = { mode, department, thresholds: Object.freeze(thresholds.parse({})), autoCorrect: false }
  defaultSettings.set(check, setting)
  return setting
}

/**
 * What somebody wants a check's setting to be, completed by what the check has. Error: `invalid-request` naming the
 * path, when a threshold is none of the check's or out of its range, or it is to correct and cannot.
 */
export function applySetting(check: Check, wanted: SettingChange): CheckSetting {
  const { thresholds = {}, autoCorrect = false } = wanted
  const valid = parse(z.strictObject({ thresholds: check.thresholds }), { thresholds }, 'the body')
  if (autoCorrect && check.correct === undefined) {
    const field = { path: 'autoCorrect', expected: 'false, since it corrects nothing', received: 'true' }
    throw new DomainError(
      'invalid-request',
      `the check ${check.code} can only find, it corrects nothing: autoCorrect: expected false, received true`,
      { fields: [field] },
    )
  }
  return {
    mode: wanted.mode ?? check.mode,
    department: wanted.department ?? check.department,
    thresholds: valid.thresholds,
    autoCorrect,
  }
}

/** Sets how a check is made, for the runs to come; the same setting again changes nothing. */
export function configureCheck(
  known: CheckSettings | undefined,
  store: string,
  check: string,
  setting: CheckSetting,
  now: string,
): Decision<CheckSettings> {
  const { mode, department, thresholds, autoCorrect } = setting
  const wanted = { mode, department, thresholds: { ...thresholds }, autoCorrect }
  const { version = 0, setAt: _, ...before } = known?.checks[check] ?? {}
  if (known !== undefined && JSON.stringify(before) === JSON.stringify(wanted))
    return { next: known, events: [] }
  return {
    next: {
      id: settingsId,
      store,
      version: (known?.version ?? 0) + 1,
      checks: { ...known?.checks, [check]: { ...wanted, version: version + 1, setAt: now } },
    },
    events: [checkConfigured.happened({ check, ...wanted })],
  }
}
