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
 * Checks an order as soon as it is placed, and again whenever its content or payment changes: passes it, or opens an
 * issue for each failed check and resolves those whose cause is gone.
 */
export const runChecksWhenOrderChanges = reaction({
  name: 'run-checks-when-order-changes',
  on: [orderPlaced, orderChanged, orderCorrected, orderCorrectionUndone, orderPaid],
  run: async ({ type, store, actor, snapshot: order }, context) => {
    // What the suite corrects by itself is still the order of whoever placed it.
    const by = actor.type === 'system' ? undefined : actor.id
    const isNew = type === orderPlaced.type
    if (isNew && (await evaluateNewOrder(order, context, by))) return
    const run = await findRun(store, order.id)
    if (run === undefined || !isEvaluated(run, order)) return evaluateOrder(order, run, context, by)
    // The first run may have been cut off before it looked whether facts had come meanwhile.
    if (isNew && (await isOutdated(run.order, run))) await evaluateOrder(run.order, run, context)
  },
})
