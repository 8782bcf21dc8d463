import type { ThreadOrder } from '../mails/content/order-facts.ts'
import { mailsTo } from '../mails/mail.store.ts'
import { findOrderProjection } from '../mails/order-projection.store.ts'
import type { Thread } from '../threads/thread.ts'

/** The order of a conversation with what its customer may be told of it; nothing where it is not surely theirs. */
export async function findThreadOrder({ store, order, customer }: Thread): Promise<ThreadOrder | undefined> {
  if (order?.link !== 'confirmed') return undefined
  const [known, mails] = await Promise.all([
    findOrderProjection(store, order.id),
    mailsTo(store, customer.address),
  ])
  const externalId = known?.externalId ?? mails.find(({ orderId }) => orderId === order.id)?.externalId
  return externalId === undefined ? undefined : { externalId, projection: known }
}
