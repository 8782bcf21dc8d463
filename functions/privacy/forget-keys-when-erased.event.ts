import { messageErased } from '../../events/email/email-events.ts'
import { threadErased } from '../../events/email/thread-events.ts'
import { orderErased } from '../../events/orders/order-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { forgetRecord } from './forget-record.store.ts'

/**
 * Deletes the key of an order, a message or a conversation whose personal data was erased: its sealed events, in every
 * history and every backup, can never be read again. The erasure is recorded beside the keys, for a later restore.
 */
export const forgetKeysWhenErased = reaction({
  name: 'forget-keys-when-erased',
  on: [orderErased, messageErased, threadErased],
  run: async ({ store, aggregate: { type, id } }, { now }) => forgetRecord({ store, type, id }, now),
})
