import type { Cause, Decision } from '../../../shared/decision.ts'
import type { PersonalDataReport } from '../../../shared/privacy/personal-data-report.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { find, load, loadMany } from '../../../shared/table/load.store.ts'
import { isErasedMessage } from '../mails/erase-mail.ts'
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

/** A message, if this id is one of a mail. */
export const findMessage = (store: string, id: string): Promise<Message | undefined> =>
  find(messages, store, id)

/** Messages by their ids (100 at most), in their order. */
export const loadMessages = (store: string, ids: readonly string[]): Promise<Message[]> =>
  loadMany(messages, store, ids)

/** Writes a received message; one that is there already stays as it is. Error: `busy`. */
export async function saveMessage(decision: Decision<Message>, cause: Cause, at: string): Promise<void> {
  await commit([change(messages, decision)], cause, { at })
}

/** What the slice says to requests of privacy. */
export const privacyAnswers: AggregateKind<PersonalDataReport> = {
  name: 'EMAIL-PRIVACY-ANSWER',
  slice: 'email',
  type: 'privacy-answer',
  retention: 'copy',
  personal: ({ requestId }) => requestId,
}
