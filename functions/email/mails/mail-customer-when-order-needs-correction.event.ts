import { orderFailed } from '../../../events/quality/quality-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { orderNeedsCorrection } from './content/order-mails.ts'
import { claimMail, type MailTrigger, mailableAddress, recordOrder } from './mail.ts'
import { recordOnce, sendOnce } from './send-once.usecase.ts'

/**
 * Asks the customer to correct what only they can correct: one mail for each set of such failed checks. Without such a
 * check the order is only recorded, so that the customer's mail finds it.
 */
export const mailCustomerWhenOrderNeedsCorrection = reaction({
  name: 'mail-customer-when-order-needs-correction',
  on: [orderFailed],
  run: async ({ store, data, snapshot: { order, results } }, context) => {
    const to = mailableAddress(order.customer.email)
    if (to === undefined) return
    const checks = data.failed
      .filter(({ customerCanCorrect }) => customerCanCorrect)
      .map(({ check }) => check)
    const { id: orderId, channel, externalId } = order
    const trigger: MailTrigger = {
      store,
      kind: 'order-needs-correction',
      orderId,
      channel,
      externalId,
      to,
      checks,
    }
    if (checks.length === 0) {
      await recordOnce(recordOrder(trigger, context.now), context)
      return
    }
    const evidence = results
      .filter(({ check, outcome }) => outcome === 'failed' && checks.includes(check))
      .flatMap((result) => result.evidence)
    const content = orderNeedsCorrection({ externalId, customerName: order.customer.name, evidence })
    await sendOnce(claimMail(trigger, context.now), content, context)
  },
})
