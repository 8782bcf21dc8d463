import type { Cause } from '../../shared/decision.ts'
import { fingerprint } from '../../shared/ids.ts'
import type { AggregateKind } from '../../shared/table/aggregate.ts'
import { type CommitOutcome, change, commit } from '../../shared/table/commit.store.ts'
import { list, type Page } from '../../shared/table/list.store.ts'
import { find } from '../../shared/table/load.store.ts'
import { isErasedMail } from './erase-mail.ts'
import type { Mail, MailDecision } from './mail.ts'

/** `gsi2`: the mails to one address, so that what its owner writes finds their orders. */
export const mails: AggregateKind<Mail> = {
  name: 'MAIL',
  slice: 'email',
  type: 'mail',
  keeps: 'correspondence',
  personal: (mail) => (isErasedMail(mail) ? undefined : mail.orderId),
  index: (mail) => ({
    gsi2pk: bySender(mail.store, mail.to),
    gsi2sk: `${mail.claimedAt}#${mail.id}`,
  }),
}

/** Addresses stand in keys as fingerprints only: keys reach logs and metrics, addresses must not. */
const bySender = (store: string, address: string): string =>
  `S#${store}#SENDER#${fingerprint(address.trim().toLowerCase())}`

/** As many mails of one sender as are looked at; about half as many orders. */
const mailsOfSender = 100

/** The newest version of a mail, if there is one. */
export const findMail = (store: string, id: string): Promise<Mail | undefined> => find(mails, store, id)

/** Our newest mails to an address (100 at most), the newest first: each names an order of its owner. */
export async function mailsTo(store: string, address: string): Promise<readonly Mail[]> {
  const partitions = [bySender(store, address)]
  const page = await list(mails, store, {
    index: 'gsi2',
    partitions,
    descending: true,
    limit: mailsOfSender,
  })
  return page.items
}

/** All our mails to an address, however many. */
export async function everyMailTo(store: string, address: string): Promise<Mail[]> {
  const found: Mail[] = []
  for (let after: string | undefined; ; ) {
    const partitions = [bySender(store, address)]
    const page: Page<Mail> = await list(mails, store, {
      index: 'gsi2',
      partitions,
      after,
      limit: mailsOfSender,
    })
    found.push(...page.items)
    if (page.next === undefined) return found
    after = page.next
  }
}

/** Writes what happened to a mail, in one conditional write. Errors: `stale-version`, `busy`. */
export const commitMail = (decision: MailDecision, cause: Cause, at: string): Promise<CommitOutcome> =>
  commit([change(mails, decision)], cause, { at })

/** Writes a claim, its return or a note, though it tells nobody of anything. Errors: `stale-version`, `busy`. */
export const commitQuietly = (decision: MailDecision, cause: Cause, at: string): Promise<CommitOutcome> =>
  commit([change(mails, decision)], cause, { at, silent: true })
