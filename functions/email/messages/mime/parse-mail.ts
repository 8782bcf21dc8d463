import { createHash } from 'node:crypto'
import PostalMime, { type Address, type Attachment, addressParser, type Email } from 'postal-mime'
import type { messageDefects } from '../../../../events/email/email-events.ts'
import { fingerprint } from '../../../../shared/ids.ts'
import { cutAttachments, type LightMail } from './cut-attachments.ts'
import { htmlText } from './html-text.ts'
import { firstLines, headWithReadableLines, readAsWindows1252, splitHead, toText } from './mail-bytes.ts'
import {
  countSesHeaders,
  envelopeRecipient,
  envelopeSender,
  type MailHeader,
  readVerdicts,
  type Verdicts,
} from './mail-headers.ts'

export type Defect = (typeof messageDefects)[number]

/** A parsed incoming mail, not yet cut to the limits. */
export interface ParsedMail {
  readonly headers: readonly MailHeader[]
  readonly from: { readonly address: string; readonly name: string }
  /** Addresses in To and Cc. */
  readonly to: readonly string[]
  /** The same, preceded by the envelope recipient. */
  readonly recipients: readonly string[]
  readonly subject: string
  readonly text: string
  readonly messageId: string | undefined
  readonly inReplyTo: string | undefined
  readonly references: readonly string[]
  /** Its HTML as received; empty when it has none. */
  readonly html: string
  readonly attachments: readonly ParsedAttachment[]
  readonly verdicts: Verdicts
  readonly defects: readonly Defect[]
  /** Identical for every delivery of the same mail: a hash of everything that SES did not add. */
  readonly fingerprint: string
}

/** An attachment of a mail. */
export interface ParsedAttachment {
  readonly name: string
  /** The name that the sender gave. */
  readonly type: string
  readonly bytes: number
  /** The Content-ID by which the mail's HTML names it. */
  readonly contentId: string | undefined
  /** Decodes the content; decode large attachments one at a time. */
  readonly content: () => Uint8Array
}

const limits = {
  // Forwarded and bounced originals stay attachments: in the body, their text would count as the sender's.
  forceRfc822Attachments: true,
  maxNestingDepth: 50,
  maxHeadersSize: 512 * 1024,
} as const

/**
 * The parser uses 3 KB for each line of a part without transfer encoding, so two megabytes of line ends would take
 * gigabytes. This many lines are 6 MB of base64, and 300 MB at worst.
 */
const maxLines = 80_000
/** The limit of what is left when the attachments are cut out. */
const maxBytes = 8 * 1024 * 1024

/** Parses a raw mail. Never fails: broken parts are kept as received and listed in `defects`. */
export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  const defects = new Set<Defect>()
  const light = cutAttachments(raw)
  const read = firstLines(light.bytes.subarray(0, maxBytes), maxLines)
  if (read.length < light.bytes.length) defects.add('truncated')
  const { email, text } = await readWithText(headWithReadableLines(read), defects)
  const sender = senderOf(email)
  if (sender.doubtful) defects.add('sender-doubtful')
  const to = [...flatten(email.to), ...flatten(email.cc)]
    .map(({ address }) => address)
    .filter((address) => address !== '')
  const recipient = envelopeRecipient(email.headers)
  return {
    headers: email.headers,
    from: { address: sender.address, name: sender.name },
    to,
    recipients: recipient === undefined ? to : [recipient, ...to],
    subject: email.subject ?? '',
    text: light.withoutMarks(text),
    html: light.withoutMarks(email.html ?? ''),
    messageId: email.messageId,
    inReplyTo: email.inReplyTo,
    references: email.references?.match(/<[^<>\s]+>/g) ?? [],
    attachments: email.attachments.map((attachment) => toAttachment(attachment, light)),
    verdicts: readVerdicts(email.headers),
    defects: [...defects],
    fingerprint: contentFingerprint(raw, email),
  }
}

async function readWithText(raw: Uint8Array, defects: Set<Defect>): Promise<{ email: Email; text: string }> {
  let email: Email
  try {
    email = await PostalMime.parse(raw, limits)
  } catch {
    defects.add('unparsed')
    return { email: await readHeadOnly(raw), text: toText(splitHead(raw).body) }
  }
  if (/charset\s*=\s*"?[\w-]*utf-?7\b/i.test(allContentTypes(raw))) defects.add('utf-7')
  const text = await textOf(email)
  if (!text.includes('\uFFFD')) return { email, text }
  const guessed = await textOf(await PostalMime.parse(readAsWindows1252(raw), limits))
  if (brokenSigns(guessed) >= brokenSigns(text)) return { email, text }
  defects.add('charset-guessed')
  return { email, text: guessed }
}

function toAttachment(
  { filename, mimeType, contentId, content }: Attachment,
  light: LightMail,
): ParsedAttachment {
  const parsed = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
  return {
    name: filename ?? '',
    type: mimeType,
    bytes: light.sizeOf(parsed),
    contentId: contentId?.replace(/^<|>$/g, ''),
    content: () => light.contentOf(parsed),
  }
}

/** The headers of a mail whose parts cannot be read. */
async function readHeadOnly(raw: Uint8Array): Promise<Email> {
  const head = splitHead(raw).head.subarray(0, limits.maxHeadersSize / 2)
  try {
    return { ...(await PostalMime.parse(head, limits)), attachments: [] }
  } catch {
    return { headers: [], headerLines: [], attachments: [] }
  }
}

const allContentTypes = (raw: Uint8Array): string => Buffer.from(raw.subarray(0, 200_000)).toString('latin1')

/** Marks of a wrong charset: replacement characters, and UTF-8 read as windows-1252. */
const brokenSigns = (text: string): number => (text.match(/\uFFFD|[ÂÃ][\u0080-\u00BF]/g) ?? []).length

/** The plain text of a mail, or its HTML as text when there is none. */
const textOf = async ({ text = '', html = '' }: Email): Promise<string> =>
  text.trim() !== '' || html.trim() === '' ? text : htmlText(html)

type Sender = { readonly address: string; readonly name: string; readonly doubtful: boolean }

/** The sender. Where From is missing, broken or names several senders, the best alternative, marked as doubtful. */
function senderOf(email: Email): Sender {
  const written = flatten(email.from === undefined ? [] : [email.from])[0]
  const named = email.headers.filter(({ key }) => key === 'from').flatMap(({ value }) => addressParser(value))
  if (written !== undefined && isAddress(written.address)) return { ...written, doubtful: named.length > 1 }
  const others = [flatten(email.replyTo)[0]?.address, email.returnPath, envelopeSender(email.headers)]
  const address = others.find((other) => isAddress(other ?? '')) ?? written?.address ?? ''
  return { address, name: written?.name ?? '', doubtful: true }
}

const isAddress = (text: string): boolean => /^[^\s@<>]+@[^\s@<>]+$/.test(text)

const flatten = (addresses: readonly Address[] = []): { name: string; address: string }[] =>
  addresses.flatMap((one) =>
    one.group === undefined ? [{ name: one.name, address: one.address }] : flatten(one.group),
  )

function contentFingerprint(raw: Uint8Array, { headers, headerLines }: Email): string {
  const sent = headerLines.slice(countSesHeaders(headers)).map(({ line }) => line)
  return fingerprint(...sent, createHash('sha256').update(splitHead(raw).body).digest('hex'))
}
