import { correctionProposed } from '../../../events/quality/check-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitOrder, loadOrder } from '../order/order.store.ts'
import { applyCorrection } from './auto-correct.ts'

/** Applies a correction that quality proposes with certainty; the new content is checked again. */
export const correctOrderWhenCorrectionProposed = reaction({
  name: 'correct-order-when-correction-proposed',
  on: [correctionProposed],
  run: async ({ store, data }, { cause, now }) => {
    const order = await loadOrder(store, data.orderId)
    await commitOrder(applyCorrection(order, data, now), cause, now)
  },
})
