import * as z from 'zod/mini'
import { instant, text } from '../../../events/fields.ts'
import { BackTestSnapshot } from '../../../events/quality/back-test-events.ts'
import { checkModes } from '../../../events/quality/quality-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { parse } from '../../../shared/http/validate.ts'
import type { Check } from '../checks/check.ts'
import type { StartBackTest } from './back-test.ts'

export const BackTestPath = z.strictObject({ backTestId: text(64) })

/** The settings to be tried; what is left out is as the check has it. Orders placed from `from` on and before `to`. */
export const StartBackTestRequest = z.strictObject({
  settings: z.strictObject({
    mode: z.optional(z.enum(checkModes)),
    thresholds: z.optional(z.record(z.string(), z.unknown())),
  }),
  from: instant,
  to: instant,
})

/** A back-test, and how far it is: `pages` says which pages of orders are counted in the result. */
export const BackTestView = BackTestSnapshot

/** Error: `invalid-request` naming the path, when a threshold is none of the check's or the range is none. */
export function toBackTest(
  check: Check,
  { settings, from, to }: z.infer<typeof StartBackTestRequest>,
): StartBackTest {
  const { mode = check.mode, thresholds = {} } = settings
  const Proposed = z.strictObject({ settings: z.strictObject({ thresholds: check.thresholds }) })
  const valid = parse(Proposed, { settings: { thresholds } }, 'the body')
  if (from >= to)
    throw new DomainError(
      'invalid-request',
      'the body is not as expected: to: a time after from is expected',
      {
        fields: [{ path: 'to', expected: 'a time after from', received: to }],
      },
    )
  return { settings: { mode, thresholds: valid.settings.thresholds }, from, to }
}
