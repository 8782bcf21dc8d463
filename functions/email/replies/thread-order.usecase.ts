import type { ThreadOrder } from '../mails/content/order-facts.ts'
import { mailsTo } from '../mails/mail.store.ts'
import { findOrderProjection } from '../mails/order-projection.store.ts'
import type { Thread } from '../threads/thread.ts'

/**
 * The order of a thread with what its customer may know of it; `undefined` unless the order is confirmed as theirs.
 */
export async function findThreadOrder({ store, order, customer }: Thread): Promise<ThreadOrder | undefined> {
  if (order?.link !== 'confirmed') return undefined
  const [projection, mails] = await Promise.all([
    findOrderProjection(store, order.id),
    mailsTo(store, customer.address),
  ])
  const externalId = projection?.externalId ?? mails.find(({ orderId }) => orderId === order.id)?.externalId
  return externalId === undefined ? undefined : { externalId, projection }
}
