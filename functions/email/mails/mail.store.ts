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
 * `gsi1`: the mails of one conversation, and the notes and requests about orders of one number that were not taken in.
 * Those of orders that were are found by their ids, which derive from channel and number: an order costs no entry here.
 * `gsi2`: the mails to one address, so that what its owner writes finds their orders.
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

/** Addresses stand in keys as fingerprints only: keys reach logs and metrics, addresses must not. */
const bySender = (store: string, address: string): PartitionKey =>
  lists.mailsOfRecipient.partition(store, fingerprint(address.trim().toLowerCase()))

const byNumber = (store: string, externalId: string): PartitionKey =>
  lists.mailsOfOrderNumber.partition(
    store,
    fingerprint(externalId.normalize('NFC').toLowerCase().trim()).slice(0, 32),
  )

/** As many mails of one sender as are looked at; about half as many orders. */
const mailsOfSender = 100
const mailsOfNumber = 10

/** The newest version of a mail, if there is one. */
export const findMail = (store: string, id: string): Promise<Mail | undefined> => find(mails, store, id)

/** What was asked or noted about an order that was not taken in, all of it. */
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

/** Our newest mails about orders to an address: each names an order of its owner, the newest first. */
export const mailsTo = async (store: string, address: string): Promise<readonly OrderMail[]> =>
  (await newestTo(store, address)).flatMap((mail) => (isThreadMail(mail) ? [] : mail))

/** Our newest mails in conversations to an address, the newest first. */
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

/** All our mails to an address, however many. */
export const allMailsTo = (store: string, address: string): Promise<Mail[]> =>
  Array.fromAsync(
    listEach(mails, store, { index: lists.mailsOfRecipient.index, partition: bySender(store, address) }),
  )

/** Our newest mails in a conversation, the newest first, sent or not. */
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

/** The orders of a store that have a number, as it is written; orders of several channels may share one. */
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

/** Writes what happened to a mail, in one conditional write. Errors: `stale-version`, `busy`. */
export const commitMail = (
  decision: MailDecision,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commit([change(mails, decision)], cause, { at, marker })

/** Writes a claim, its return or a note, though it tells nobody of anything. Errors: `stale-version`, `busy`. */
export const commitWithoutEvents = (
  decision: MailDecision,
  cause: Cause,
  at: string,
): Promise<CommitOutcome> => commit([change(mails, decision)], cause, { at, withoutEvents: true })
