import { orderPassed } from '../../../events/orders/order-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { orderAccepted } from './content/order-mails.ts'
import { claimMail, mailableAddress } from './mail.ts'
import { sendOnce } from './send-once.usecase.ts'
import { recordChannel } from './store-channels.store.ts'

/** Mails the customer that the order was received and checked, when it passes for the first time. */
export const mailCustomerWhenOrderAccepted = reaction({
  name: 'mail-customer-when-order-accepted',
  on: [orderPassed],
  run: async ({ store, snapshot: order }, context) => {
    const to = mailableAddress(order.customer.email)
    if (to === undefined) return
    const { id: orderId, channel, externalId } = order
    await recordChannel(store, channel, context.cause, context.now)
    const content = orderAccepted({ externalId, customerName: order.customer.name })
    const trigger = { store, kind: 'order-accepted', orderId, channel, externalId, to, checks: [] } as const
    await sendOnce(claimMail(trigger, context.now), content, context)
  },
})
