import {
  orderChanged,
  orderCorrected,
  orderCorrectionUndone,
  orderPaid,
  orderPlaced,
} from '../../../events/orders/order-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { evaluateNewOrder, evaluateOrder } from './evaluate-order.usecase.ts'
import { isOutdated } from './evaluation-context.usecase.ts'
import { findRun } from './run.store.ts'
import { isEvaluated } from './run.ts'

/**
 * Runs the checks when an order is placed, and again when its content or payment changes. Passes the order, or opens
 * an issue for each failed check and resolves those whose check passes.
 */
export const runChecksWhenOrderChanges = reaction({
  name: 'run-checks-when-order-changes',
  on: [orderPlaced, orderChanged, orderCorrected, orderCorrectionUndone, orderPaid],
  run: async ({ type, store, actor, snapshot: order }, context) => {
    // An automatic correction does not change who made the order.
    const by = actor.type === 'system' ? undefined : actor.id
    const isNew = type === orderPlaced.type
    if (isNew && (await evaluateNewOrder(order, context, by))) return
    const run = await findRun(store, order.id)
    if (run === undefined || !isEvaluated(run, order)) return evaluateOrder(order, run, context, by)
    // The first run may have been interrupted before it looked for facts recorded meanwhile.
    if (isNew && (await isOutdated(run.order, run))) await evaluateOrder(run.order, run, context)
  },
})
