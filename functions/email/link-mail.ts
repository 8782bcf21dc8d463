import type { Verdicts } from './mail-headers.ts'

/** An order of the sender's, known from a mail of ours to that address. */
export interface OrderOfSender {
  readonly orderId: string
  /** The channel's number of it: what customers call it. */
  readonly externalId: string
}

/** What an incoming mail says, and what SES found of it. */
export interface MailWords {
  readonly subject: string
  readonly reply: string
  readonly text: string
  readonly verdicts: Verdicts
}

/** A mail whose sender is not who it says, or that does harm, is linked to nothing. */
export const mayLink = ({ dmarc, spam, virus }: Verdicts): boolean =>
  dmarc !== 'FAIL' && spam !== 'FAIL' && virus !== 'FAIL'

/**
 * The order that a mail is about: one of its sender's own, that its subject or body names by number or id. The
 * subject counts before the sender's own words, those before what they quote; of several the first given, so the
 * newest.
 */
export function linkOrder(words: MailWords, ordersOfSender: readonly OrderOfSender[]): string | undefined {
  if (!mayLink(words.verdicts)) return undefined
  for (const part of [words.subject, words.reply, words.text].map(fold)) {
    const named = ordersOfSender.find(
      ({ orderId, externalId }) => standsIn(part, fold(externalId)) || standsIn(part, fold(orderId)),
    )
    if (named !== undefined) return named.orderId
  }
  return undefined
}

/** True when a number or id stands in a text as a whole token: `1001` is not in `10012`, `1001-2` or `R$ 1001,50`. */
export const names = (text: string, token: string): boolean => standsIn(fold(text), fold(token))

function standsIn(text: string, token: string): boolean {
  if (token === '') return false
  for (let at = text.indexOf(token); at !== -1; at = text.indexOf(token, at + 1)) {
    const end = at + token.length
    if (!joins(text[at - 1], text[at - 2]) && !joins(text[end], text[end + 1])) return true
  }
  return false
}

/** Letters and digits, but for the signs of `nº` and `nª`, which stand right before a number. */
const wordSign = /[[\p{L}\p{N}\p{M}]--[ºª]]/v
/** Signs that join two words into one token, such as `1001-2` or `1.001`. */
const joiner = /[-_.,]/

const joins = (next: string | undefined, beyond: string | undefined): boolean =>
  next !== undefined && (wordSign.test(next) || (joiner.test(next) && wordSign.test(beyond ?? '')))

const fold = (text: string): string => text.normalize('NFC').toLowerCase().trim()
