import { orderErased } from '../../../events/orders/order-events.ts'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { blockOrderMail, eraseMail, isErasedMail } from './erase-mail.ts'
import { commitWithoutEvents, correctionsOf } from './mail.store.ts'
import type { Mail } from './mail.ts'
import { updateOrderProjection } from './order-projection.store.ts'

/**
 * Blocks further mail about an erased order, and erases mails that were written after its erasure, by late events.
 * Earlier mails are erased by the privacy request, which counts them.
 */
export const eraseMailsWhenOrderErased = reaction({
  name: 'erase-mails-when-order-erased',
  on: [orderErased],
  run: async ({ store, snapshot: order }, { cause, now }) => {
    await updateOrderProjection(order, cause, now)
    const closed = await commitWithoutEvents(blockOrderMail(order, now), cause, now)
    const accepted = closed.outcome === 'exists' ? [closed.current as Mail] : []
    for (const mail of [...accepted, ...(await correctionsOf(store, order))])
      if (isLate(mail, order)) await commitWithoutEvents(eraseMail(mail), cause, now)
  },
})

const isLate = (mail: Mail, { erasedAt = '' }: OrderSnapshot): boolean =>
  !isErasedMail(mail) && mail.claimedAt >= erasedAt
