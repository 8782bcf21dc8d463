import * as z from 'zod/mini'
import { instant, text } from '../../../events/fields.ts'
import { BackTestSnapshot } from '../../../events/quality/back-test-events.ts'
import { checkModes } from '../../../events/quality/quality-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { parse } from '../../../shared/http/validate.ts'
import type { Check } from '../checks/check.ts'
import type { StartBackTest } from './back-test.ts'

export const BackTestPath = z.strictObject({ backTestId: text(64) })

/**
 * The settings to test; a missing field takes the check's default. Covers orders placed at or after `from` and before
 * `to`.
 */
export const StartBackTestRequest = z.strictObject({
  settings: z.strictObject({
    mode: z.optional(z.enum(checkModes)),
    thresholds: z.optional(z.record(z.string(), z.unknown())),
  }),
  from: instant,
  to: instant,
})

/** A back-test and its progress: `pages` says which pages of orders are counted in the result. */
export const BackTestView = BackTestSnapshot

/** Error: `invalid-request`, naming the path, for an unknown or invalid threshold or an empty range. */
export function toBackTest(
  check: Check,
  { settings, from, to }: z.infer<typeof StartBackTestRequest>,
): StartBackTest {
  const { mode = check.mode, thresholds = {} } = settings
  const Proposed = z.strictObject({ settings: z.strictObject({ thresholds: check.thresholds }) })
  const valid = parse(Proposed, { settings: { thresholds } }, 'the body')
  if (from >= to)
    throw new DomainError('invalid-request', 'Invalid body: to must be after from.', {
      fields: [{ path: 'to', expected: 'a time after from', received: to }],
    })
  return { settings: { mode, thresholds: valid.settings.thresholds }, from, to }
}
