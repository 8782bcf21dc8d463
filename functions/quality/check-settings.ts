import type { Department, Mode } from '../../events/quality-events.ts'
import type { Check } from './checks/check.ts'

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

/**
 * How a check is to be made. Thresholds that its newer version no longer understands give way to its own: an order
 * must never stay unjudged for a setting.
 */
export function settingOf(check: Check, settings: SettingsByCheck): CheckSetting {
  const set = Object.hasOwn(settings, check.code) ? settings[check.code] : undefined
  const thresholds = check.thresholds.safeParse(set?.thresholds ?? {})
  return {
    mode: set?.mode ?? check.mode,
    department: set?.department ?? check.department,
    thresholds: thresholds.success ? thresholds.data : check.thresholds.parse({}),
    autoCorrect: set?.autoCorrect ?? false,
  }
}
