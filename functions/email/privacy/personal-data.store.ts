import type { Cause } from '../../../shared/decision.ts'
import { type Asked, concerns, type Held, mayErase } from '../../../shared/privacy/answer.ts'
import { identityOf } from '../../../shared/privacy/identity.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { listEach } from '../../../shared/table/list.store.ts'
import { loadAll } from '../../../shared/table/load.store.ts'
import { commitLearning, labelledAmong } from '../classifier/classifier.store.ts'
import { commitKnownOrder, knownAmong } from '../mails/known-order.store.ts'
import { commitQuietly, everyMailTo } from '../mails/mail.store.ts'
import { isThreadMail, type Mail } from '../mails/mail.ts'
import { keptFolder, removeObject } from '../messages/mail-bucket.client.ts'
import { messages } from '../messages/message.store.ts'
import type { Message } from '../messages/message.ts'
import { findSender, senders } from '../messages/sender.store.ts'
import { findSuppression } from '../suppressions/suppression.store.ts'
import { threads } from '../threads/thread.store.ts'
import { type Thread, threadId } from '../threads/thread.ts'
import {
  eraseKnownOrder,
  eraseLabelled,
  eraseMail,
  eraseMessage,
  eraseThread,
  isErasedMail,
  isErasedMessage,
  isErasedThread,
} from './erase-mail.ts'

interface Context {
  readonly cause: Cause
  readonly now: string
}

/**
 * What the slice holds of a person: our mails to their addresses, what they wrote to us, the conversations that came of
 * it, and what hangs on these. What belongs to an order goes when the order does.
 */
export async function heldEmail(asked: Asked, context: Context): Promise<Held[]> {
  const { store, identity = identityOf({}), orderIds } = asked
  const mails = (await Promise.all(identity.emails.map((address) => everyMailTo(store, address)))).flat()
  const written = await messagesBy(asked)
  const talks = await threadsOf(asked, written)
  const orderOfThread = new Map(talks.map(({ id, order }) => [id, order?.id]))
  const orderOfMail = (mail: Mail) => (isThreadMail(mail) ? orderOfThread.get(mail.threadId) : mail.orderId)
  const labelled = await labelledAmong(
    store,
    written.map(({ id }) => id),
  )
  return [
    ...labelled
      .filter(({ text }) => text !== '')
      .map((mail) =>
        free('labelled-mail', mail, () =>
          commitLearning({ mail: eraseLabelled(mail) }, context.cause, context.now),
        ),
      ),
    ...mails
      .filter(
        (mail) =>
          !isErasedMail(mail) &&
          concerns(
            asked,
            { id: isThreadMail(mail) ? mail.threadId : mail.id, orderId: orderOfMail(mail) },
            { email: mail.to },
          ),
      )
      .map((mail) => bound(asked, 'mail', mail, orderOfMail(mail), () => quietly(eraseMail(mail), context))),
    ...(await knownAmong(store, orderIds))
      .filter(({ trackingCode }) => trackingCode !== undefined)
      .map((known) =>
        bound(asked, 'known-order', known, known.id, () =>
          commitKnownOrder(eraseKnownOrder(known), context.cause, context.now),
        ),
      ),
    ...written.map((message) =>
      bound(asked, 'message', message, message.orderId, () => removeMessage(message, context)),
    ),
    ...talks.map((thread) =>
      bound(asked, 'thread', thread, thread.order?.id, async () => {
        await commit([change(threads, eraseThread(thread, context.now))], context.cause, { at: context.now })
      }),
    ),
    // The senders go last: by them conversations are found again when this is cut off.
    ...(await sendersOf(asked, context)),
    ...(await suppressionsOf(asked)),
  ]
}

/** Something that hangs on no order. */
const free = (kind: string, data: { readonly id: string }, erase: () => Promise<void>): Held => ({
  kind,
  id: data.id,
  data,
  erase,
})

/** Something that goes when its order does, where it has one. */
const bound = (
  asked: Asked,
  kind: string,
  data: { readonly id: string },
  orderId: string | undefined,
  erase: () => Promise<void>,
): Held => ({
  kind,
  id: data.id,
  data,
  ...(orderId === undefined ? {} : { orderId }),
  ...(orderId === undefined || mayErase(asked, orderId) ? { erase } : {}),
})

async function quietly(
  decision: Parameters<typeof commitQuietly>[0],
  { cause, now }: Context,
): Promise<void> {
  await commitQuietly(decision, cause, now)
}

/** No index leads from an address to what its owner wrote: these requests are rare, and the walk costs no mail a write. */
async function messagesBy(asked: Asked): Promise<Message[]> {
  const { store } = asked
  const found: Message[] = []
  for await (const message of listEach(messages, store, {
    index: lists.messages.index,
    partition: lists.messages.partition(store),
  })) {
    if (isErasedMessage(message)) continue
    const asksOfSale = message.channel !== undefined && isOfSale(asked, message.orderId)
    if (asksOfSale || concerns(asked, message, { email: message.from.address })) found.push(message)
  }
  return found
}

/** A marketplace tells no address: who asks of one of the person's orders there is known by the order. */
const isOfSale = ({ orderIds }: Asked, orderId: string | undefined): boolean =>
  orderId !== undefined && orderIds.includes(orderId)

/** A conversation's id derives from its first message; those of senders are there even when their messages are gone. */
async function threadsOf(asked: Asked, written: readonly Message[]): Promise<Thread[]> {
  const { store, identity = identityOf({}), recordIds = [] } = asked
  const known = await Promise.all(identity.emails.map((address) => findSender(store, address)))
  const ids = [
    ...recordIds,
    ...written.map(({ id }) => threadId(store, id)),
    ...known.flatMap((sender) => sender?.threads ?? []),
  ]
  const found = await loadAll(threads, store, [...new Set(ids)])
  return found.filter(
    (thread) =>
      !isErasedThread(thread) &&
      ((thread.channel !== 'email' && isOfSale(asked, thread.order?.id)) ||
        concerns(asked, { id: thread.id, orderId: thread.order?.id }, { email: thread.customer.address })),
  )
}

/** Removes the raw mail and its files, and then what is kept of its words. */
async function removeMessage(message: Message, { cause, now }: Context): Promise<void> {
  const { object, store, id, attachments } = message
  if (object !== undefined) {
    const folder = keptFolder(store, id)
    const files = [...attachments.map((_, place) => `${folder}/${place}`), `${folder}/html`]
    for (const key of [object.key, ...files]) await removeObject({ bucket: object.bucket, key })
  }
  await commit([change(messages, eraseMessage(message))], cause, { at: now })
}

async function sendersOf(asked: Asked, { cause, now }: Context): Promise<Held[]> {
  const { store, kind, identity = identityOf({}) } = asked
  if (kind === 'reapplication') return []
  const found = await Promise.all(identity.emails.map((address) => findSender(store, address)))
  return found.flatMap((sender) => {
    if (sender === undefined || sender.threads.length === 0) return []
    const next = { ...sender, version: sender.version + 1, threads: [] }
    return free('sender', sender, async () => {
      await commit([change(senders, { next, events: [] })], cause, { at: now, silent: true })
    })
  })
}

/** An address to which no mail may go has to be known for that. */
async function suppressionsOf({ store, identity = identityOf({}) }: Asked): Promise<Held[]> {
  const found = await Promise.all(identity.emails.map((address) => findSuppression(store, address)))
  return found.flatMap((known) =>
    known === undefined
      ? []
      : {
          kind: 'suppression',
          id: known.id,
          data: known,
          kept: {
            basis: 'legal-obligation',
            why: 'so that no mail goes to an address that wants or takes none',
          },
        },
  )
}
