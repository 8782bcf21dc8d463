import * as z from 'zod/mini'
import { text } from '../../../events/fields.ts'
import { checkModes, departments } from '../../../events/quality/quality-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { Check } from './check.ts'
import { checks } from './check-register.ts'
import { type CheckSettings, settingOf } from './check-settings.ts'

export const CheckPath = z.strictObject({ code: text(60) })

/** How a check is to be made from now on. What is left out is as the check has it; nothing of before stays. */
export const ConfigureCheckRequest = z.strictObject({
  mode: z.enum(checkModes),
  department: z.optional(z.enum(departments)),
  thresholds: z.optional(z.record(z.string(), z.unknown())),
  autoCorrect: z.optional(z.boolean()),
})

const Thresholds = z.record(z.string(), z.unknown())

/** A check, and how the store has it made. */
export const CheckView = z.object({
  code: z.string(),
  /** Its number in the catalogue of checks. */
  number: z.int(),
  checkVersion: z.int(),
  mode: z.enum(checkModes),
  department: z.enum(departments),
  thresholds: Thresholds,
  autoCorrect: z.boolean(),
  /** It can correct what it finds, where the right value is certain. */
  corrects: z.boolean(),
  /** Facts without which it cannot speak. */
  needs: z.array(z.string()),
  /** As the check comes. */
  byDefault: z.object({
    mode: z.enum(checkModes),
    department: z.enum(departments),
    thresholds: Thresholds,
  }),
  /** How often the store has set it; 0 for never. */
  version: z.int(),
})
export type CheckView = z.infer<typeof CheckView>

export const CheckList = z.object({ items: z.array(CheckView) })

export function toCheckView(check: Check, settings: CheckSettings | undefined): CheckView {
  const { mode, department, thresholds, autoCorrect } = settingOf(check, settings?.checks ?? {})
  return {
    code: check.code,
    number: check.number,
    checkVersion: check.version,
    mode,
    department,
    thresholds: { ...thresholds },
    autoCorrect,
    corrects: check.correct !== undefined,
    needs: [...check.needs],
    byDefault: {
      mode: check.mode,
      department: check.department,
      thresholds: check.thresholds.parse({}),
    },
    version: settings?.checks[check.code]?.version ?? 0,
  }
}

/** The check that a path names. Error: `not-found`. */
export function requireCheck(code: string): Check {
  const check = checks.find((one) => one.code === code)
  if (check === undefined) throw new DomainError('not-found', 'there is no check with this code')
  return check
}
