import type { OrderScanSnapshot } from '../../../events/orders/order-scan-events.ts'
import { type DefectSnapshot, defectConfirmed, defectLifted } from '../../../events/quality/defect-events.ts'
import type { OpenDefect } from '../../../events/quality/facts.ts'
import type { AggregateState, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'

/** A defect of a SKU, a lot or a supplier, from when somebody confirmed it until it is lifted. */
export type Defect = DefectSnapshot

/** The defects of a store that stand: one small item, so that every check run can read it. */
export interface OpenDefects extends AggregateState {
  readonly defects: readonly OpenDefect[]
}

/** The id of a store's open defects: there is one list of them in each store. */
export const openDefectsId = 'open-defects'

/** The most defects that may stand at once: all of them are read for every order. */
const maxOpen = 500

export interface ConfirmDefect {
  readonly subject: Defect['subject']
  readonly value: string
  readonly reason: string
  readonly issueId?: string | undefined
}

/** A change of one defect and of the list of those that stand, for one commit. */
export interface DefectDecision {
  readonly defect: Decision<Defect>
  readonly open: Decision<OpenDefects>
}

/** The open defect of the same SKU, lot or supplier, if there is one. */
export const openDefect = (
  open: OpenDefects | undefined,
  { subject, value }: Pick<ConfirmDefect, 'subject' | 'value'>,
): OpenDefect | undefined => open?.defects.find((one) => one.subject === subject && one.value === value)

/** Confirms a defect. Error: `illegal-transition` when the store has more open ones than its checks can look at. */
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
      `to confirm a defect less than ${maxOpen} are expected to be open; lift some first`,
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

/** Lifts a defect: what it held is released. Error: `illegal-transition` when it was lifted before. */
export function liftDefect(
  defect: Defect,
  open: OpenDefects | undefined,
  { reason, by }: { readonly reason: string; readonly by: string },
  now: string,
): DefectDecision {
  if (defect.status !== 'open')
    throw new DomainError(
      'illegal-transition',
      'to lift a defect it is expected to be open; this one is lifted',
    )
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

/** How far the walk through the orders has come for a defect; its id is the defect's. */
export interface DefectScan extends AggregateState {
  readonly sweep: Extract<OrderScanSnapshot, { defectId: string }>
}

/** Takes a sweep's word of how far it is; one that is not newer than the last changes nothing. */
export function trackScan(
  known: DefectScan | undefined,
  sweep: DefectScan['sweep'],
): Decision<DefectScan> | undefined {
  if ((known?.sweep.version ?? 0) >= sweep.version) return undefined
  const { defectId: id, store } = sweep
  return { next: { id, store, version: (known?.version ?? 0) + 1, sweep }, events: [] }
}
