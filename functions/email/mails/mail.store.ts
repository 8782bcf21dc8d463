import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Cause } from '../../../shared/decision.ts'
import { fingerprint } from '../../../shared/ids.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { lists, type PartitionKey } from '../../../shared/table/keys.ts'
import { list, listEach } from '../../../shared/table/list.store.ts'
import { find, findTogether } from '../../../shared/table/load.store.ts'
import { isErasedMail } from './erase-mail.ts'
import {
  isThreadMail,
  type Mail,
  type MailDecision,
  mailId,
  type OrderMail,
  type ThreadMail,
} from './mail.ts'

/**
 * `gsi1`: the mails of a thread; and, by order number, the records of orders that were not accepted. Accepted orders
 * are found by mail ids, which derive from channel and number, so they need no index entry. `gsi2`: the mails to an
 * address, so that mail from that address finds the orders of its owner.
 */
export const mails: AggregateKind<Mail> = {
  name: 'MAIL',
  slice: 'email',
  type: 'mail',
  retention: 'correspondence',
  personal: (mail) => (isErasedMail(mail) ? undefined : isThreadMail(mail) ? mail.threadId : mail.orderId),
  index: (mail) => ({
    ...(isThreadMail(mail)
      ? {
          gsi1pk: lists.mailsOfThread.partition(mail.store, mail.threadId),
          gsi1sk: `${mail.writtenAt}#${mail.id}`,
        }
      : mail.kind === 'order-needs-correction'
        ? { gsi1pk: byNumber(mail.store, mail.externalId), gsi1sk: mail.id }
        : {}),
    gsi2pk: bySender(mail.store, mail.to),
    gsi2sk: `${isThreadMail(mail) ? mail.writtenAt : mail.claimedAt}#${mail.id}`,
  }),
}

/** Keys contain addresses only as fingerprints: keys reach logs and metrics, addresses must not. */
const bySender = (store: string, address: string): PartitionKey =>
  lists.mailsOfRecipient.partition(store, fingerprint(address.trim().toLowerCase()))

const byNumber = (store: string, externalId: string): PartitionKey =>
  lists.mailsOfOrderNumber.partition(
    store,
    fingerprint(externalId.normalize('NFC').toLowerCase().trim()).slice(0, 32),
  )

/** How many mails of one sender are read; about half as many orders. */
const mailsOfSender = 100
const mailsOfNumber = 10

/** A mail, if it exists. */
export const findMail = (store: string, id: string): Promise<Mail | undefined> => find(mails, store, id)

/** All mails and records about an order that was not accepted. */
export async function correctionsOf(
  store: string,
  { id, externalId }: Pick<OrderSnapshot, 'id' | 'externalId'>,
): Promise<readonly Mail[]> {
  const partition = byNumber(store, externalId)
  const ofNumber = await Array.fromAsync(
    listEach(mails, store, { index: lists.mailsOfOrderNumber.index, partition }),
  )
  return ofNumber.filter((mail) => !isThreadMail(mail) && mail.orderId === id)
}

/** Our newest mails about orders to an address, the newest first. Each names an order of the address's owner. */
export const mailsTo = async (store: string, address: string): Promise<readonly OrderMail[]> =>
  (await newestTo(store, address)).flatMap((mail) => (isThreadMail(mail) ? [] : mail))

/** Our newest mails in threads to an address, the newest first. */
export const threadMailsTo = async (store: string, address: string): Promise<readonly ThreadMail[]> =>
  (await newestTo(store, address)).filter(isThreadMail)

async function newestTo(store: string, address: string): Promise<readonly Mail[]> {
  const partitions = [bySender(store, address)]
  const page = await list(mails, store, {
    index: lists.mailsOfRecipient.index,
    partitions,
    descending: true,
    limit: mailsOfSender,
  })
  return page.items
}

/** All our mails to an address. */
export const allMailsTo = (store: string, address: string): Promise<Mail[]> =>
  Array.fromAsync(
    listEach(mails, store, { index: lists.mailsOfRecipient.index, partition: bySender(store, address) }),
  )

/** Our newest mails in a thread, the newest first, sent or not. */
export async function mailsIn(
  store: string,
  threadId: string,
  limit: number,
): Promise<readonly ThreadMail[]> {
  const partitions = [lists.mailsOfThread.partition(store, threadId)]
  const page = await list(mails, store, {
    index: lists.mailsOfThread.index,
    partitions,
    descending: true,
    limit,
  })
  return page.items.filter(isThreadMail)
}

/** The ids of a store's orders with this number. Orders of several channels may share a number. */
export async function ordersNumbered(
  store: string,
  number: string,
  channels: readonly string[],
): Promise<readonly string[]> {
  const spellings = [...new Set([number, number.toUpperCase(), number.toLowerCase()])]
  const accepted = channels
    .flatMap((channel) => spellings.map((externalId) => orderIdOf(store, channel, externalId)))
    .map((orderId) => ({
      kind: mails,
      id: mailId({ store, orderId, kind: 'order-accepted', checks: [] }),
    }))
  const [taken, others] = await Promise.all([
    findTogether(store, accepted, { consistent: false }),
    list(mails, store, {
      index: lists.mailsOfOrderNumber.index,
      partitions: [byNumber(store, number)],
      limit: mailsOfNumber,
    }),
  ])
  const found = [...taken, ...others.items]
  return [...new Set(found.flatMap((mail) => (mail === undefined || isThreadMail(mail) ? [] : mail.orderId)))]
}

/** Writes a decision about a mail, in one conditional write. Errors: `stale-version`, `busy`. */
export const commitMail = (
  decision: MailDecision,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commit([change(mails, decision)], cause, { at, marker })

/** Writes a mail also when there are no events, such as a claim. Errors: `stale-version`, `busy`. */
export const commitWithoutEvents = (
  decision: MailDecision,
  cause: Cause,
  at: string,
): Promise<CommitOutcome> => commit([change(mails, decision)], cause, { at, withoutEvents: true })
