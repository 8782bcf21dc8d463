import type { OrderSnapshot } from '../../../events/order-schema.ts'
import type { departments, Evidence } from '../../../events/quality-events.ts'

/** What a check says of an order: fine, not its business, or what it expected and what came. */
export type Verdict =
  | { readonly outcome: 'passed' | 'not-applicable' }
  | { readonly outcome: 'failed'; readonly evidence: readonly [Evidence, ...Evidence[]] }

/** A check made before dispatch: pure, and versioned so that a record says which rule spoke. */
export interface Check {
  /** Stable name; also the code of the hold that a failure places. */
  readonly code: string
  readonly version: number
  /** `block`: the order or its invoice would be refused; `hold`: it would go wrong. */
  readonly severity: 'block' | 'hold'
  /** Whose work a failure is. */
  readonly department: (typeof departments)[number]
  /** Only the customer knows the right value: they are asked by mail. */
  readonly customerCanMend: boolean
  readonly judge: (order: OrderSnapshot) => Verdict
}

const passed: Verdict = { outcome: 'passed' }
export const notApplicable: Verdict = { outcome: 'not-applicable' }

/** Failed with what was seen; passed when nothing was. */
export function verdictOf(evidence: readonly Evidence[]): Verdict {
  const [first, ...rest] = evidence
  return first === undefined ? passed : { outcome: 'failed', evidence: [first, ...rest] }
}
