import type { Cause } from '../../../shared/decision.ts'
import { identityOf } from '../../../shared/privacy/identity.ts'
import {
  isAboutSubject,
  mayErase,
  type PersonalDataRequest,
  type PersonalRecord,
} from '../../../shared/privacy/personal-data-report.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { listEach } from '../../../shared/table/list.store.ts'
import { loadAll } from '../../../shared/table/load.store.ts'
import { commitLearning, labelledAmong } from '../classifier/classifier.store.ts'
import {
  eraseLabelledMail,
  eraseMail,
  eraseMessage,
  eraseOrderProjection,
  eraseThread,
  isErasedMail,
  isErasedMessage,
  isErasedThread,
} from '../mails/erase-mail.ts'
import { allMailsTo, commitWithoutEvents } from '../mails/mail.store.ts'
import { isThreadMail, type Mail } from '../mails/mail.ts'
import { commitOrderProjection, findOrderProjections } from '../mails/order-projection.store.ts'
import { filesFolder, removeObject } from '../messages/mail-bucket.client.ts'
import { messages } from '../messages/message.store.ts'
import type { Message } from '../messages/message.ts'
import { findSender, senders } from '../messages/sender.store.ts'
import { findSuppression } from '../suppressions/suppression.store.ts'
import { threads } from '../threads/thread.store.ts'
import { type Thread, threadId } from '../threads/thread.ts'

interface ErasureContext {
  readonly cause: Cause
  readonly now: string
}

/**
 * What the slice holds of a person: our mails to their addresses, what they wrote to us, the conversations that came of
 * it, and what hangs on these. What belongs to an order goes when the order does.
 */
export async function personalDataInEmail(
  asked: PersonalDataRequest,
  context: ErasureContext,
): Promise<PersonalRecord[]> {
  const { store, identity = identityOf({}), orderIds } = asked
  const mails = (await Promise.all(identity.emails.map((address) => allMailsTo(store, address)))).flat()
  const written = await messagesFrom(asked)
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
        unlinkedRecord('labelled-mail', mail, () =>
          commitLearning({ mail: eraseLabelledMail(mail) }, context.cause, context.now),
        ),
      ),
    ...mails
      .filter(
        (mail) =>
          !isErasedMail(mail) &&
          isAboutSubject(
            asked,
            { id: isThreadMail(mail) ? mail.threadId : mail.id, orderId: orderOfMail(mail) },
            { email: mail.to },
          ),
      )
      .map((mail) =>
        orderRecord(asked, 'mail', mail, orderOfMail(mail), () => saveErasedMail(eraseMail(mail), context)),
      ),
    ...(await findOrderProjections(store, orderIds))
      .filter(({ trackingCode }) => trackingCode !== undefined)
      .map((known) =>
        orderRecord(asked, 'known-order', known, known.id, () =>
          commitOrderProjection(eraseOrderProjection(known), context.cause, context.now),
        ),
      ),
    ...written.map((message) =>
      orderRecord(asked, 'message', message, message.orderId, () => removeMessage(message, context)),
    ),
    ...talks.map((thread) =>
      orderRecord(asked, 'thread', thread, thread.order?.id, async () => {
        await commit([change(threads, eraseThread(thread, context.now))], context.cause, { at: context.now })
      }),
    ),
    // The senders go last: by them conversations are found again when this is cut off.
    ...(await sendersOf(asked, context)),
    ...(await suppressionsOf(asked)),
  ]
}

/** Something that hangs on no order. */
const unlinkedRecord = (
  kind: string,
  data: { readonly id: string },
  erase: () => Promise<void>,
): PersonalRecord => ({
  kind,
  id: data.id,
  data,
  erase,
})

/** Something that goes when its order does, where it has one. */
const orderRecord = (
  asked: PersonalDataRequest,
  kind: string,
  data: { readonly id: string },
  orderId: string | undefined,
  erase: () => Promise<void>,
): PersonalRecord => ({
  kind,
  id: data.id,
  data,
  ...(orderId === undefined ? {} : { orderId }),
  ...(orderId === undefined || mayErase(asked, orderId) ? { erase } : {}),
})

async function saveErasedMail(
  decision: Parameters<typeof commitWithoutEvents>[0],
  { cause, now }: ErasureContext,
): Promise<void> {
  await commitWithoutEvents(decision, cause, now)
}

/** No index leads from an address to what its owner wrote: these requests are rare, and the walk costs no mail a write. */
async function messagesFrom(asked: PersonalDataRequest): Promise<Message[]> {
  const { store } = asked
  const found: Message[] = []
  for await (const message of listEach(messages, store, {
    index: lists.messages.index,
    partition: lists.messages.partition(store),
  })) {
    if (isErasedMessage(message)) continue
    const asksOfSale = message.channel !== undefined && isOfSale(asked, message.orderId)
    if (asksOfSale || isAboutSubject(asked, message, { email: message.from.address })) found.push(message)
  }
  return found
}

/** A marketplace tells no address: who asks of one of the person's orders there is known by the order. */
const isOfSale = ({ orderIds }: PersonalDataRequest, orderId: string | undefined): boolean =>
  orderId !== undefined && orderIds.includes(orderId)

/** A conversation's id derives from its first message; those of senders are there even when their messages are gone. */
async function threadsOf(asked: PersonalDataRequest, written: readonly Message[]): Promise<Thread[]> {
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
        isAboutSubject(
          asked,
          { id: thread.id, orderId: thread.order?.id },
          { email: thread.customer.address },
        )),
  )
}

/** Removes the raw mail and its files, and then what is kept of its words. */
async function removeMessage(message: Message, { cause, now }: ErasureContext): Promise<void> {
  const { object, store, id, attachments } = message
  if (object !== undefined) {
    const folder = filesFolder(store, id)
    const files = [...attachments.map((_, place) => `${folder}/${place}`), `${folder}/html`]
    for (const key of [object.key, ...files]) await removeObject({ bucket: object.bucket, key })
  }
  await commit([change(messages, eraseMessage(message))], cause, { at: now })
}

async function sendersOf(
  asked: PersonalDataRequest,
  { cause, now }: ErasureContext,
): Promise<PersonalRecord[]> {
  const { store, kind, identity = identityOf({}) } = asked
  if (kind === 'reapplication') return []
  const found = await Promise.all(identity.emails.map((address) => findSender(store, address)))
  return found.flatMap((sender) => {
    if (sender === undefined || sender.threads.length === 0) return []
    const next = { ...sender, version: sender.version + 1, threads: [] }
    return unlinkedRecord('sender', sender, async () => {
      await commit([change(senders, { next, events: [] })], cause, { at: now, withoutEvents: true })
    })
  })
}

/** An address to which no mail may go has to be known for that. */
async function suppressionsOf({
  store,
  identity = identityOf({}),
}: PersonalDataRequest): Promise<PersonalRecord[]> {
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
