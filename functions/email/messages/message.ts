import type { ChannelQuestionSnapshot } from '../../../events/channels/channel-events.ts'
import { type MessageSnapshot, messageReceived } from '../../../events/email/email-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'
import { mayLink, namedOrder, type OrderOfSender } from './link-mail.ts'
import { guardsOf, isAutomatic } from './mime/automatic-mail.ts'
import type { Defect, ParsedMail } from './mime/parse-mail.ts'
import { stripQuotes } from './mime/strip-quotes.ts'
import { tokensIn } from './thread-references.ts'

export type Message = MessageSnapshot

/** What is known about a received mail, besides the mail itself. */
export interface MessageContext {
  readonly store: string
  readonly receivedAt: string
  readonly object: NonNullable<Message['object']>
  /** False when only the first bytes of the raw mail were read. */
  readonly whole: boolean
  /** The domain of our own addresses. */
  readonly ourDomain: string
  /** How many mails of this sender exceeded the hourly limit and were only counted. */
  readonly coalesced?: number
  /** Its stored files and HTML. */
  readonly files: StoredFiles
  /** The orders of the sender's address, the newest first. */
  readonly ordersOfSender: readonly OrderOfSender[]
}

/** The stored files of a mail, by index, and its HTML. */
export interface StoredFiles {
  /** The detected types of stored files; `undefined` at the index of a file that is not stored. */
  readonly types: readonly (string | undefined)[]
  readonly html?: Message['html']
}

/** The size limit of a text, as bytes of JSON: state and event must fit a bus entry, and the raw mail is stored. */
const maxTextBytes = 60_000
const maxAddresses = 20
const maxReferences = 20
const maxAttachments = 50

/** The id of a mail in a store: the same for every delivery. */
export const messageId = (store: string, mail: ParsedMail): string =>
  derivedId('msg', store, mail.fingerprint)

/** Receives a mail: cuts it to the limits, strips quotes, and links it to its order if the sender owns that order. */
export function receiveMessage(mail: ParsedMail, context: MessageContext): Decision<Message> {
  const { store, ordersOfSender, ourDomain, whole, files, coalesced = 0 } = context
  const text = multiLine(mail.text)
  const reply = multiLine(stripQuotes(text.kept))
  const subject = singleLine(mail.subject, 500)
  const parts = [subject, reply.kept, text.kept]
  const orderId = mayLink(mail) ? namedOrder(parts, ordersOfSender) : undefined
  const guards = guardsOf({
    headers: mail.headers,
    from: mail.from.address,
    to: mail.to,
    ourDomain,
    verdicts: mail.verdicts,
    doubtful: mail.defects.includes('sender-doubtful'),
  })
  const automatic = isAutomatic(guards)
  const [token] = tokensIn(mail.recipients, store, ourDomain)
  const cut = text.cut || reply.cut || !whole
  const defects = new Set<Defect>([...mail.defects, ...(cut ? (['truncated'] as const) : [])])
  const next: Message = {
    id: messageId(store, mail),
    store,
    version: 1,
    receivedAt: context.receivedAt,
    from: { address: singleLine(mail.from.address, 254), name: singleLine(mail.from.name, 200) },
    to: mail.to.slice(0, maxAddresses).map((address) => singleLine(address, 254)),
    subject,
    reply: reply.kept,
    text: text.kept,
    ...(mail.messageId === undefined ? {} : { messageId: singleLine(mail.messageId, 998) }),
    ...(mail.inReplyTo === undefined ? {} : { inReplyTo: singleLine(mail.inReplyTo, 998) }),
    references: mail.references.slice(-maxReferences).map((id) => singleLine(id, 250)),
    attachments: mail.attachments.slice(0, maxAttachments).map(({ name, type, bytes, contentId }, place) => {
      const detected = files.types[place]
      return {
        name: singleLine(name, 255),
        type: singleLine(detected ?? type, 120),
        bytes,
        kept: detected !== undefined,
        ...(contentId === undefined ? {} : { contentId: singleLine(contentId, 200) }),
      }
    }),
    ...(files.html === undefined ? {} : { html: files.html }),
    verdicts: mail.verdicts,
    automatic,
    guards: [...guards],
    ...(token === undefined ? {} : { token }),
    defects: [...defects],
    ...(orderId === undefined ? {} : { orderId }),
    object: context.object,
  }
  return {
    next,
    events: [
      messageReceived.happened({
        automatic,
        ...(orderId === undefined ? {} : { orderId }),
        ...(coalesced === 0 ? {} : { coalesced }),
      }),
    ],
  }
}

const noVerdicts = { spam: 'NONE', virus: 'NONE', spf: 'NONE', dkim: 'NONE', dmarc: 'NONE' } as const

/**
 * A question at a channel, as a message. Its id derives from the question's id and text, so a changed text is another
 * message.
 */
export function receiveQuestion(
  asked: ChannelQuestionSnapshot,
  orderId: string | undefined,
): Decision<Message> {
  const { store, channel, question } = asked
  const { externalId, listingId, orderExternalId, packId, askedBy = '', askedAt, text: original } = question
  const text = multiLine(original)
  const next: Message = {
    id: questionMessageId(asked),
    store,
    version: 1,
    receivedAt: askedAt,
    from: { address: '', name: singleLine(askedBy, 200) },
    to: [],
    subject: singleLine(listingId ?? externalId, 500),
    reply: text.kept,
    text: text.kept,
    references: [],
    attachments: [],
    verdicts: noVerdicts,
    automatic: false,
    guards: [],
    defects: text.cut ? ['truncated'] : [],
    ...(orderId === undefined ? {} : { orderId }),
    channel: {
      name: channel,
      externalId,
      ...(listingId === undefined ? {} : { listingId }),
      conversation: conversationOf({ externalId, orderExternalId, packId }),
      ...(unansweredStatuses.has(question.status) ? {} : { settled: true }),
    },
  }
  return {
    next,
    events: [messageReceived.happened({ automatic: false, ...(orderId === undefined ? {} : { orderId }) })],
  }
}

/** The id of a question's message: the same for every update with the same text. */
export const questionMessageId = ({ id, store, question }: ChannelQuestionSnapshot): string =>
  derivedId('msg', store, 'question', id, question.text)

const unansweredStatuses: ReadonlySet<ChannelQuestionSnapshot['question']['status']> = new Set([
  'unanswered',
  'under-review',
])

/** The channel's conversation: about a pack, about an order, or of one question. */
const conversationOf = ({
  externalId,
  orderExternalId,
  packId,
}: Pick<ChannelQuestionSnapshot['question'], 'externalId' | 'orderExternalId' | 'packId'>): string => {
  if (packId !== undefined) return `pack ${packId}`
  return orderExternalId === undefined ? `question ${externalId}` : `order ${orderExternalId}`
}

/** A value on one line: without control characters, normalized, cut to a length. */
function singleLine(value: string, most: number): string {
  const clean = value
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .normalize('NFC')
    .trim()
  return cutTo(clean, most).trim()
}

/** A multi-line text: without other control characters, cut to the limit. */
function multiLine(value: string): { readonly kept: string; readonly cut: boolean } {
  const clean = value
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
  let kept = clean
  for (let bytes = jsonBytes(kept); bytes > maxTextBytes; bytes = jsonBytes(kept)) {
    kept = cutTo(kept, Math.floor((kept.length * maxTextBytes) / bytes) - 1)
  }
  return { kept, cut: kept.length < clean.length }
}

const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text))

/** The first characters of a text; never half a surrogate pair. */
const cutTo = (text: string, most: number): string => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
