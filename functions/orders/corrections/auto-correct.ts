import { orderCorrected, orderCorrectionUndone } from '../../../events/orders/order-events.ts'
import { type OrderCorrection, OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { parse } from '../../../shared/http/validate.ts'
import { isSameJson, valueAt, withValueAt } from '../../../shared/object-path.ts'
import { illegalTransition, isOpen, noChange, type Order, type OrderDecision } from '../order/order.ts'
import { changeContent } from './correct-order.ts'

/** A correction that quality proposes with certainty, for one content of an order. */
export interface ProposedCorrection extends Pick<OrderCorrection, 'check' | 'changes'> {
  readonly correctionId: string
  readonly contentVersion: number
}

const correctable = /^(?:(?:customer|shippingAddress|billingAddress)\.\w+|lines)$/

/**
 * Applies a correction that quality proposed: a new content, which is checked again. A correction for another content,
 * or one applied before (even if undone), changes nothing. Error: `invalid-request` when the order would become invalid.
 */
export function applyCorrection(
  order: Order,
  { correctionId, contentVersion, check, changes }: ProposedCorrection,
  now: string,
): OrderDecision {
  const isKnown = order.corrections?.some(({ id }) => id === correctionId) === true
  if (!isOpen(order) || isKnown || contentVersion !== order.contentVersion) return noChange(order)
  const foreign = changes.find(({ path }) => !correctable.test(path))
  if (foreign !== undefined)
    throw new DomainError(
      'invalid-request',
      `Cannot correct ${foreign.path}: quality may not change this field.`,
    )
  const corrected = changes.reduce((so, { path, after }) => withValueAt(so, path, after), order)
  const made: OrderCorrection = { id: correctionId, check, at: now, changes: [...changes] }
  const next = parse(
    OrderSnapshot,
    { ...corrected, corrections: [...(order.corrections ?? []), made] },
    'the corrected order',
  )
  return changeContent(order, next, now, ({ repack }) =>
    orderCorrected.happened({ correctionId, check, changes: [...changes], repack }),
  )
}

/**
 * Undoes a correction while every value is still the corrected one; it is never applied again.
 * Errors: `not-found`, `illegal-transition`.
 */
export function undoCorrection(order: Order, correctionId: string, by: string, now: string): OrderDecision {
  const correction = order.corrections?.find(({ id }) => id === correctionId)
  if (correction === undefined) throw new DomainError('not-found', 'Order has no correction with this id.')
  if (correction.undone !== undefined) return noChange(order)
  if (!isOpen(order)) throw illegalTransition(order, 'undo a correction of', ['placed', 'packed'])
  const overwritten = correction.changes.find(({ path, after }) => !isSameJson(valueAt(order, path), after))
  if (overwritten !== undefined)
    throw new DomainError(
      'illegal-transition',
      `Cannot undo the correction: ${overwritten.path} was changed since.`,
      { details: { path: overwritten.path } },
    )
  const before = correction.changes.reduce((so, change) => withValueAt(so, change.path, change.before), order)
  const undone = { ...correction, undone: { at: now, by } }
  const corrections = (order.corrections ?? []).map((one) => (one.id === correctionId ? undone : one))
  return changeContent(order, { ...before, corrections }, now, ({ fields, repack }) =>
    orderCorrectionUndone.happened({ correctionId, check: correction.check, fields, repack }),
  )
}
