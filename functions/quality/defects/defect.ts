import type { OrderScanSnapshot } from '../../../events/orders/order-scan-events.ts'
import { type DefectSnapshot, defectConfirmed, defectLifted } from '../../../events/quality/defect-events.ts'
import type { OpenDefect } from '../../../events/quality/facts.ts'
import type { AggregateState, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'

/** A defect of a SKU, a lot or a supplier, from its confirmation until it is lifted. */
export type Defect = DefectSnapshot

/** The open defects of a store: one small item, so that every check run can read it. */
export interface OpenDefects extends AggregateState {
  readonly defects: readonly OpenDefect[]
}

/** The id of a store's open defects: each store has one list. */
export const openDefectsId = 'open-defects'

/** The maximum number of open defects: all of them are read for every order. */
const maxOpen = 500

export interface ConfirmDefect {
  readonly subject: Defect['subject']
  readonly value: string
  readonly reason: string
  readonly issueId?: string | undefined
}

/** A change of one defect and of the list of open defects, for one commit. */
export interface DefectDecision {
  readonly defect: Decision<Defect>
  readonly open: Decision<OpenDefects>
}

/** The open defect of the same SKU, lot or supplier, if there is one. */
export const openDefect = (
  open: OpenDefects | undefined,
  { subject, value }: Pick<ConfirmDefect, 'subject' | 'value'>,
): OpenDefect | undefined => open?.defects.find((one) => one.subject === subject && one.value === value)

/** Confirms a defect. Error: `illegal-transition` when the store has reached the maximum of open defects. */
export function confirmDefect(
  open: OpenDefects | undefined,
  { subject, value, reason, issueId }: ConfirmDefect,
  { store, id, by }: { readonly store: string; readonly id: string; readonly by: string },
  now: string,
): DefectDecision {
  const defects = open?.defects ?? []
  if (defects.length >= maxOpen)
    throw new DomainError(
      'illegal-transition',
      `The store has ${maxOpen} open defects, the maximum. Lift one first.`,
    )
  const next: Defect = {
    id,
    store,
    version: 1,
    subject,
    value,
    reason,
    ...(issueId === undefined ? {} : { issueId }),
    status: 'open',
    confirmedAt: now,
    confirmedBy: by,
  }
  return {
    defect: { next, events: [defectConfirmed.happened({ subject, value })] },
    open: listed(open, store, [...defects, { id, subject, value }]),
  }
}

/** Lifts a defect: the orders that it held are released. Error: `illegal-transition` when it is already lifted. */
export function liftDefect(
  defect: Defect,
  open: OpenDefects | undefined,
  { reason, by }: { readonly reason: string; readonly by: string },
  now: string,
): DefectDecision {
  if (defect.status !== 'open') throw new DomainError('illegal-transition', 'Defect is already lifted.')
  const { id, store, subject, value } = defect
  return {
    defect: {
      next: { ...defect, version: defect.version + 1, status: 'lifted', lifted: { at: now, by, reason } },
      events: [defectLifted.happened({ subject, value, reason })],
    },
    open: listed(open, store, open?.defects.filter((one) => one.id !== id) ?? []),
  }
}

const listed = (
  open: OpenDefects | undefined,
  store: string,
  defects: readonly OpenDefect[],
): Decision<OpenDefects> => ({
  next: { id: openDefectsId, store, version: (open?.version ?? 0) + 1, defects },
  events: [],
})

/** The progress of the order scan for a defect; its id is the defect's. */
export interface DefectScan extends AggregateState {
  readonly scan: Extract<OrderScanSnapshot, { defectId: string }>
}

/** Records the progress of a scan; progress that is not newer changes nothing. */
export function trackScan(
  current: DefectScan | undefined,
  scan: DefectScan['scan'],
): Decision<DefectScan> | undefined {
  if ((current?.scan.version ?? 0) >= scan.version) return undefined
  const { defectId: id, store } = scan
  return { next: { id, store, version: (current?.version ?? 0) + 1, scan }, events: [] }
}
