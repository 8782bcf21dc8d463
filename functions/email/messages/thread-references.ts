import { createHmac } from 'node:crypto'
import { fingerprint } from '../../../shared/ids.ts'

/** Crockford's base 32: mail servers may change the case of the part before the @. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const tokenLength = 20

/**
 * The token of a thread in the address for replies: 100 bits of an HMAC, so that only we can create one. 20
 * characters, as a store's name may have 40 and the part before the @ at most 64 (RFC 5321).
 */
export function threadToken(store: string, threadId: string, key: string): string {
  const digest = createHmac('sha256', key)
    .update(JSON.stringify(['thread', store, threadId]))
    .digest()
  return Array.from(digest.subarray(0, tokenLength), (byte) => alphabet[byte & 31]).join('')
}

/** The address for replies, which identifies the thread: `<store>+<token>@<domain>`. */
export const replyAddress = (store: string, token: string, domain: string): string =>
  `${store}+${token}@${domain}`

/** The tokens in the addresses of a store that a mail went to. */
export function tokensIn(addresses: readonly string[], store: string, domain: string): readonly string[] {
  const tokens = addresses.flatMap((address) => {
    const [local = '', host] = address.toLowerCase().split('@')
    const [name, token, more] = local.split('+')
    const isToken = token?.length === tokenLength && more === undefined
    return host === domain.toLowerCase() && name === store && isToken ? [token] : []
  })
  return [...new Set(tokens)]
}

/** Reference keys by which a thread is found: of a message, a Message-ID, a channel conversation or a token. */
export const referenceTo = {
  message: (id: string): string => fingerprint('message', id).slice(0, 32),
  /** SES writes its ids as `<id@region.amazonses.com>`; only the id counts. */
  mail: (messageId: string): string => fingerprint('mail', bareMessageId(messageId)).slice(0, 32),
  conversation: (channel: string, conversation: string): string =>
    fingerprint('conversation', channel, conversation).slice(0, 32),
  token: (token: string): string => fingerprint('token', token).slice(0, 32),
} as const

function bareMessageId(messageId: string): string {
  const bare = messageId.trim().replace(/^<|>$/g, '')
  return bare.replace(/@(?:email|[a-z]{2}(?:-[a-z]+)+-\d)\.amazonses\.com$/i, '@ses')
}

/** The Message-ID that the customer sees for an id of SES. */
export const sesMessageId = (id: string): string => (id.includes('@') ? id : `<${id}@email.amazonses.com>`)
