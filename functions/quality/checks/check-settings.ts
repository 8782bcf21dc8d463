import * as z from 'zod/mini'
import { type CheckSettingsSnapshot, checkConfigured } from '../../../events/quality/check-events.ts'
import type { Department, Mode } from '../../../events/quality/quality-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { parse } from '../../../shared/http/validate.ts'
import type { Check } from './check.ts'

/** The check settings of a store; one per store. */
export type CheckSettings = CheckSettingsSnapshot

/** The settings of one check. */
export interface CheckSetting {
  readonly mode: Mode
  /** The department that works on a failure. */
  readonly department: Department
  readonly thresholds: Readonly<Record<string, unknown>>
  /** Corrects values whose right form is certain without asking. */
  readonly autoCorrect: boolean
}

/** The store's settings by check code; a missing field takes the check's default. */
export type SettingsByCheck = Readonly<Record<string, Partial<CheckSetting>>>

/** A requested setting. */
export type SettingChange = { readonly [Name in keyof CheckSetting]?: CheckSetting[Name] | undefined }

/** The id of a store's settings: each store has one. */
export const settingsId = 'check-settings'

/**
 * The effective settings of a check. A stored threshold that the current version of the check rejects falls back to
 * its default: a setting must never leave an order unchecked.
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

/** The default settings of a check. Cached, since computing them takes longer than many checks. */
function defaultSetting(check: Check): CheckSetting {
  const cached = defaultSettings.get(check)
  if (cached !== undefined) return cached
  const { mode, department, thresholds } = check
  const setting = { mode, department, thresholds: Object.freeze(thresholds.parse({})), autoCorrect: false }
  defaultSettings.set(check, setting)
  return setting
}

/**
 * Completes a requested setting with the check's defaults. Error: `invalid-request`, naming the path, when a threshold
 * is unknown or out of range, or `autoCorrect` is set on a check that corrects nothing.
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

/** Sets the settings of a check for future runs. Repeating the same settings changes nothing. */
export function configureCheck(
  current: CheckSettings | undefined,
  store: string,
  check: string,
  setting: CheckSetting,
  now: string,
): Decision<CheckSettings> {
  const { mode, department, thresholds, autoCorrect } = setting
  const wanted = { mode, department, thresholds: { ...thresholds }, autoCorrect }
  const { version = 0, setAt: _, ...before } = current?.checks[check] ?? {}
  if (current !== undefined && JSON.stringify(before) === JSON.stringify(wanted))
    return { next: current, events: [] }
  return {
    next: {
      id: settingsId,
      store,
      version: (current?.version ?? 0) + 1,
      checks: { ...current?.checks, [check]: { ...wanted, version: version + 1, setAt: now } },
    },
    events: [checkConfigured.happened({ check, ...wanted })],
  }
}
