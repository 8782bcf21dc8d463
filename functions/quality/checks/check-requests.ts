import * as z from 'zod/mini'
import { text } from '../../../events/fields.ts'
import { checkModes, departments } from '../../../events/quality/quality-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { Check } from './check.ts'
import { checks } from './check-register.ts'
import { type CheckSettings, settingOf } from './check-settings.ts'

export const CheckPath = z.strictObject({ code: text(60) })

/** The new settings of a check. A missing field takes the check's default, not its previous setting. */
export const ConfigureCheckRequest = z.strictObject({
  mode: z.enum(checkModes),
  department: z.optional(z.enum(departments)),
  thresholds: z.optional(z.record(z.string(), z.unknown())),
  autoCorrect: z.optional(z.boolean()),
})

const Thresholds = z.record(z.string(), z.unknown())

/** A check and the store's settings of it. */
export const CheckView = z.object({
  code: z.string(),
  /** The check's number in the catalogue. */
  number: z.int(),
  checkVersion: z.int(),
  mode: z.enum(checkModes),
  department: z.enum(departments),
  thresholds: Thresholds,
  autoCorrect: z.boolean(),
  /** True when the check can correct what it finds, where the right value is certain. */
  corrects: z.boolean(),
  /** Facts without which the check is not evaluated. */
  needs: z.array(z.string()),
  /** The check's defaults. */
  byDefault: z.object({
    mode: z.enum(checkModes),
    department: z.enum(departments),
    thresholds: Thresholds,
  }),
  /** The version of the store's settings; 0 when the store never changed any. */
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

/** The check of a code in a path. Error: `not-found`. */
export function requireCheck(code: string): Check {
  const check = checks.find((one) => one.code === code)
  if (check === undefined) throw new DomainError('not-found', 'Check not found.')
  return check
}
