import type { Cause, Decision } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { type ListQuery, list, listEach, type Page } from '../../../shared/table/list.store.ts'
import { find, load, loadMany } from '../../../shared/table/load.store.ts'
import { isErasedMessage } from './erase-message.ts'
import type { Message } from './message.ts'

/** `gsi1`: a store's messages by time. `gsi2`: those about an order. */
export const messages: AggregateKind<Message> = {
  name: 'MESSAGE',
  slice: 'email',
  type: 'message',
  retention: 'correspondence',
  personal: (message) => (isErasedMessage(message) ? undefined : (message.orderId ?? message.id)),
  index: ({ store, id, receivedAt, orderId }) => {
    const time = `${receivedAt}#${id}`
    return {
      gsi1pk: lists.messages.partition(store),
      gsi1sk: time,
      ...(orderId === undefined
        ? {}
        : { gsi2pk: lists.messagesOfOrder.partition(store, orderId), gsi2sk: time }),
    }
  },
}

export const loadMessage = (store: string, id: string): Promise<Message> => load(messages, store, id)

/** A message, if it exists. */
export const findMessage = (store: string, id: string): Promise<Message | undefined> =>
  find(messages, store, id)

/** Messages by their ids (100 at most), in their order. */
export const loadMessages = (store: string, ids: readonly string[]): Promise<Message[]> =>
  loadMany(messages, store, ids)

/** Writes a message, received or erased; one that was already received stays as it is. Errors: `stale-version`, `busy`. */
export async function saveMessage(decision: Decision<Message>, cause: Cause, at: string): Promise<void> {
  await commit([change(messages, decision)], cause, { at })
}

/** All messages of a store. No index leads from an address to messages: erasure requests are rare, mail is not. */
export const allMessages = (store: string): AsyncIterable<Message> =>
  listEach(messages, store, { index: lists.messages.index, partition: lists.messages.partition(store) })

/** A page of a store's messages, the newest first: all, or those about an order. */
export const listMessages = (
  store: string,
  { orderId, after, limit }: Pick<ListQuery, 'after' | 'limit'> & { readonly orderId?: string | undefined },
): Promise<Page<Message>> =>
  list(messages, store, {
    ...(orderId === undefined
      ? { index: lists.messages.index, partitions: [lists.messages.partition(store)] }
      : {
          index: lists.messagesOfOrder.index,
          partitions: [lists.messagesOfOrder.partition(store, orderId)],
        }),
    descending: true,
    after,
    limit,
  })
