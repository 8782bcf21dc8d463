import type { ParsedMail } from './mime/parse-mail.ts'

/** An order of the sender, known from a mail of ours to that address. */
export interface OrderOfSender {
  readonly orderId: string
  /** The order number at the channel, which customers use. */
  readonly externalId: string
}

/**
 * Whether a mail may be linked: not when its sender may be forged (DMARC failed, From in doubt), nor when it is spam
 * or carries a virus.
 */
export const mayLink = ({
  verdicts: { dmarc, spam, virus },
  defects,
}: Pick<ParsedMail, 'verdicts' | 'defects'>): boolean =>
  dmarc !== 'FAIL' && spam !== 'FAIL' && virus !== 'FAIL' && !defects.includes('sender-doubtful')

/**
 * The order of the sender that a mail names by number or id. Parts are searched in the given order (subject, reply,
 * whole text); within a part the first order wins, so the newest.
 */
export function namedOrder(
  parts: readonly string[],
  ordersOfSender: readonly OrderOfSender[],
): string | undefined {
  for (const part of parts.map(normalize)) {
    const named = ordersOfSender.find(
      ({ orderId, externalId }) =>
        containsToken(part, normalize(externalId)) || containsToken(part, normalize(orderId)),
    )
    if (named !== undefined) return named.orderId
  }
  return undefined
}

/** The tokens of texts that may be order numbers: three characters or more, with a digit; in order of appearance. */
export const orderNumbersIn = (parts: readonly string[]): readonly string[] => {
  const tokens = parts
    .flatMap((part) => part.normalize('NFC').slice(0, 5000).match(numberLike) ?? [])
    .filter((token) => /\d/.test(token))
  return [...new Map(tokens.toReversed().map((token) => [normalize(token), token])).values()].toReversed()
}

const numberLike = /[\p{L}\p{N}](?:[\p{L}\p{N}]|[-_.](?=[\p{L}\p{N}])){2,39}/gu

/** Whether a text contains a number or id as a whole token: `1001` is not in `10012`, `1001-2` or `R$ 1001,50`. */
export const namesToken = (text: string, token: string): boolean =>
  containsToken(normalize(text), normalize(token))

function containsToken(text: string, token: string): boolean {
  if (token === '') return false
  for (let at = text.indexOf(token); at !== -1; at = text.indexOf(token, at + 1)) {
    const end = at + token.length
    if (!continuesToken(text[at - 1], text[at - 2]) && !continuesToken(text[end], text[end + 1])) return true
  }
  return false
}

/** Letters and digits, except the signs of `nº` and `nª`, which stand directly before a number. */
const wordSign = /[[\p{L}\p{N}\p{M}]--[ºª]]/v
/** Characters that join two tokens into one, such as `1001-2` or `1.001`. */
const joiner = /[-_.,]/

const continuesToken = (next: string | undefined, beyond: string | undefined): boolean =>
  next !== undefined && (wordSign.test(next) || (joiner.test(next) && wordSign.test(beyond ?? '')))

const normalize = (text: string): string => text.normalize('NFC').toLowerCase().trim()
