import type { Cause } from '../../../shared/decision.ts'
import { identityOf } from '../../../shared/privacy/identity.ts'
import {
  isAboutSubject,
  mayErase,
  type PersonalDataRequest,
  type PersonalRecord,
} from '../../../shared/privacy/personal-data-report.ts'
import { commitLearning, labelledAmong } from '../classifier/classifier.store.ts'
import { eraseLabelledMail } from '../classifier/labelled-mail.ts'
import { eraseMail, isErasedMail } from '../mails/erase-mail.ts'
import { allMailsTo, commitWithoutEvents } from '../mails/mail.store.ts'
import { isThreadMail, type Mail } from '../mails/mail.ts'
import { commitOrderProjection, findOrderProjections } from '../mails/order-projection.store.ts'
import { eraseOrderProjection } from '../mails/order-projection.ts'
import { eraseMessage, isErasedMessage } from '../messages/erase-message.ts'
import { filesFolder, removeObject } from '../messages/mail-bucket.client.ts'
import { allMessages, saveMessage } from '../messages/message.store.ts'
import type { Message } from '../messages/message.ts'
import { commitSender, findSender, withoutThreads } from '../messages/sender.store.ts'
import { findSuppression } from '../suppressions/suppression.store.ts'
import { eraseThread, isErasedThread } from '../threads/erase-thread.ts'
import { commitThread, loadAllThreads } from '../threads/thread.store.ts'
import { type Thread, threadId } from '../threads/thread.ts'

interface ErasureContext {
  readonly cause: Cause
  readonly now: string
}

/**
 * The personal data that the slice holds of a person: our mails to their addresses, their messages, the threads of
 * these, and what derives from them. Records of an order are erased together with the order.
 */
export async function findPersonalData(
  request: PersonalDataRequest,
  context: ErasureContext,
): Promise<PersonalRecord[]> {
  const { store, identity = identityOf({}), orderIds } = request
  const { cause, now } = context
  const mails = (await Promise.all(identity.emails.map((address) => allMailsTo(store, address)))).flat()
  const messages = await messagesOf(request)
  const threads = await threadsOf(request, messages)
  const orderOfThread = new Map(threads.map(({ id, order }) => [id, order?.id]))
  const orderOfMail = (mail: Mail) => (isThreadMail(mail) ? orderOfThread.get(mail.threadId) : mail.orderId)
  const isOfPerson = (mail: Mail): boolean => {
    const record = { id: isThreadMail(mail) ? mail.threadId : mail.id, orderId: orderOfMail(mail) }
    return !isErasedMail(mail) && isAboutSubject(request, record, { email: mail.to })
  }
  const labelled = await labelledAmong(
    store,
    messages.map(({ id }) => id),
  )
  return [
    ...labelled
      .filter(({ text }) => text !== '')
      .map((mail) =>
        unlinkedRecord('labelled-mail', mail, () =>
          commitLearning({ mail: eraseLabelledMail(mail) }, cause, now),
        ),
      ),
    ...mails
      .filter(isOfPerson)
      .map((mail) =>
        orderRecord(request, 'mail', mail, orderOfMail(mail), () =>
          commitWithoutEvents(eraseMail(mail), cause, now),
        ),
      ),
    ...(await findOrderProjections(store, orderIds))
      .filter(({ trackingCode }) => trackingCode !== undefined)
      .map((projection) =>
        orderRecord(request, 'known-order', projection, projection.id, () =>
          commitOrderProjection(eraseOrderProjection(projection), cause, now),
        ),
      ),
    ...messages.map((message) =>
      orderRecord(request, 'message', message, message.orderId, () => removeMessage(message, context)),
    ),
    ...threads.map((thread) =>
      orderRecord(request, 'thread', thread, thread.order?.id, () =>
        commitThread(eraseThread(thread, now), cause, now),
      ),
    ),
    // Senders go last: an interrupted erasure finds the threads again by them.
    ...(await sendersOf(request, context)),
    ...(await suppressionsOf(request)),
  ]
}

/** A record that belongs to no order. */
const unlinkedRecord = (
  kind: string,
  data: { readonly id: string },
  erase: () => Promise<unknown>,
): PersonalRecord => ({
  kind,
  id: data.id,
  data,
  erase: async () => {
    await erase()
  },
})

/** A record that is erased together with its order, if it has one. */
const orderRecord = (
  request: PersonalDataRequest,
  kind: string,
  data: { readonly id: string },
  orderId: string | undefined,
  erase: () => Promise<unknown>,
): PersonalRecord => {
  const { erase: eraseNow, ...record } = unlinkedRecord(kind, data, erase)
  return {
    ...record,
    ...(orderId === undefined ? {} : { orderId }),
    ...(eraseNow !== undefined && (orderId === undefined || mayErase(request, orderId))
      ? { erase: eraseNow }
      : {}),
  }
}

async function messagesOf(request: PersonalDataRequest): Promise<Message[]> {
  const found: Message[] = []
  for await (const message of allMessages(request.store)) {
    if (isErasedMessage(message)) continue
    const isOfOrder = message.channel !== undefined && isOrderOf(request, message.orderId)
    if (isOfOrder || isAboutSubject(request, message, { email: message.from.address })) found.push(message)
  }
  return found
}

/** Marketplaces give no address: the order identifies the person who asked there. */
const isOrderOf = ({ orderIds }: PersonalDataRequest, orderId: string | undefined): boolean =>
  orderId !== undefined && orderIds.includes(orderId)

/** A thread's id derives from its first message; threads of senders are found even when their messages are erased. */
async function threadsOf(request: PersonalDataRequest, messages: readonly Message[]): Promise<Thread[]> {
  const { store, identity = identityOf({}), recordIds = [] } = request
  const senders = await Promise.all(identity.emails.map((address) => findSender(store, address)))
  const ids = [
    ...recordIds,
    ...messages.map(({ id }) => threadId(store, id)),
    ...senders.flatMap((sender) => sender?.threads ?? []),
  ]
  const found = await loadAllThreads(store, ids)
  return found.filter(
    (thread) =>
      !isErasedThread(thread) &&
      ((thread.channel !== 'email' && isOrderOf(request, thread.order?.id)) ||
        isAboutSubject(
          request,
          { id: thread.id, orderId: thread.order?.id },
          { email: thread.customer.address },
        )),
  )
}

/** Removes the raw mail and its files, then erases the message. */
async function removeMessage(message: Message, { cause, now }: ErasureContext): Promise<void> {
  const { object, store, id, attachments } = message
  if (object !== undefined) {
    const folder = filesFolder(store, id)
    const files = [...attachments.map((_, place) => `${folder}/${place}`), `${folder}/html`]
    for (const key of [object.key, ...files]) await removeObject({ bucket: object.bucket, key })
  }
  await saveMessage(eraseMessage(message), cause, now)
}

async function sendersOf(
  { store, kind, identity = identityOf({}) }: PersonalDataRequest,
  { cause, now }: ErasureContext,
): Promise<PersonalRecord[]> {
  if (kind === 'reapplication') return []
  const found = await Promise.all(identity.emails.map((address) => findSender(store, address)))
  return found.flatMap((sender) =>
    sender === undefined || sender.threads.length === 0
      ? []
      : unlinkedRecord('sender', sender, () => commitSender(withoutThreads(sender), cause, now)),
  )
}

/** A suppressed address must stay stored, or mail would go to it again. */
async function suppressionsOf({
  store,
  identity = identityOf({}),
}: PersonalDataRequest): Promise<PersonalRecord[]> {
  const found = await Promise.all(identity.emails.map((address) => findSuppression(store, address)))
  return found.flatMap((suppression) =>
    suppression === undefined
      ? []
      : {
          kind: 'suppression',
          id: suppression.id,
          data: suppression,
          kept: {
            basis: 'legal-obligation',
            why: 'so that no mail goes to an address that wants or takes none',
          },
        },
  )
}
