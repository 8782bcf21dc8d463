import { messageErased } from '../../events/email/email-events.ts'
import { threadErased } from '../../events/email/thread-events.ts'
import { orderErased } from '../../events/orders/order-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { forgetRecord } from './forget-record.store.ts'

/**
 * Forgets the key of an order, a message or a conversation whose person was erased: what is filed of it, in every slice's histories and
 * in every backup of them, can never be read again. That it was is noted beside the keys, for the case of a restore.
 */
export const forgetKeysWhenErased = reaction({
  name: 'forget-keys-when-erased',
  on: [orderErased, messageErased, threadErased],
  run: async ({ store, aggregate: { type, id } }, { now }) => forgetRecord({ store, type, id }, now),
})
