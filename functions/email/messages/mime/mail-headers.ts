import type { MessageSnapshot } from '../../../../events/email/email-events.ts'

/** A header of a mail: its name in lower case, its value unfolded. */
export interface MailHeader {
  readonly key: string
  readonly value: string
}

export type Verdicts = MessageSnapshot['verdicts']
type Verdict = Verdicts['spam']

/** The headers that SES adds on top of a received mail, each once, in this order. */
const sesHeaders: ReadonlySet<string> = new Set([
  'return-path',
  'received',
  'x-ses-spam-verdict',
  'x-ses-virus-verdict',
  'received-spf',
  'authentication-results',
  'x-ses-receipt',
  'x-ses-dkim-signature',
])

/**
 * The number of headers at the top that SES wrote. The sender's headers follow and may contain forged verdicts; so
 * SES's headers end at the first one that SES does not write or has already written.
 */
export function countSesHeaders(headers: readonly MailHeader[]): number {
  const seen = new Set<string>()
  for (const { key } of headers) {
    if (!sesHeaders.has(key) || seen.has(key) || seen.has('x-ses-dkim-signature')) break
    seen.add(key)
  }
  return seen.size
}

/** SES's verdicts on a mail, from its own headers only; `NONE` where there is none. */
export function readVerdicts(headers: readonly MailHeader[]): Verdicts {
  const own = headers.slice(0, countSesHeaders(headers))
  const valueOf = (key: string) => own.find((header) => header.key === key)?.value ?? ''
  const results = valueOf('authentication-results')
  const authenticated = /^\s*amazonses\.com\s*;/i.test(results) ? results : ''
  return {
    spam: scanVerdict(valueOf('x-ses-spam-verdict')),
    virus: scanVerdict(valueOf('x-ses-virus-verdict')),
    spf: resultVerdict(authenticated, 'spf'),
    dkim: resultVerdict(authenticated, 'dkim'),
    dmarc: resultVerdict(authenticated, 'dmarc'),
  }
}

const scanVerdicts: ReadonlySet<string> = new Set(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED'])

function scanVerdict(value: string): Verdict {
  const verdict = value.trim().toUpperCase()
  return scanVerdicts.has(verdict) ? (verdict as Verdict) : 'NONE'
}

/**
 * The verdict in an Authentication-Results header (RFC 8601). Of several signatures the best counts, but for DMARC the
 * worst: the header quotes the sender's SMTP input, which may look like a result.
 */
function resultVerdict(results: string, method: 'spf' | 'dkim' | 'dmarc'): Verdict {
  const found = [...results.matchAll(/;\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)/gi)]
    .filter(([, name]) => name?.toLowerCase() === method)
    .map(([, , result = '']) => result.toLowerCase())
  if (found.length === 0) return 'NONE'
  const passed = found.includes('pass')
  const failed = found.includes('fail')
  if (failed && (method === 'dmarc' || !passed)) return 'FAIL'
  if (passed) return 'PASS'
  return found.some((result) => result.endsWith('error')) ? 'PROCESSING_FAILED' : 'GRAY'
}

/** The recipient in SES's own Received header. */
export function envelopeRecipient(headers: readonly MailHeader[]): string | undefined {
  const received = headers.slice(0, countSesHeaders(headers)).find(({ key }) => key === 'received')?.value
  return /\sfor\s+<?([^\s<>;,]+@[^\s<>;,]+)>?\s*;/i.exec(received ?? '')?.[1]
}

/** The envelope sender in SES's own SPF result, for mail without a usable From. */
export function envelopeSender(headers: readonly MailHeader[]): string | undefined {
  const spf = headers.slice(0, countSesHeaders(headers)).find(({ key }) => key === 'received-spf')?.value
  return /envelope-from=<?([^\s<>;,]+@[^\s<>;,]+?)>?\s*;/i.exec(spf ?? '')?.[1]
}

const storeSlug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const maxStores = 10

/**
 * The stores that a mail is for: the envelope recipient and the addresses in To and Cc, as SES stores a mail to
 * several stores as one object. A store's address is `<store>@domain` or `<store>+anything@domain`.
 */
export function storesAddressed(recipients: readonly string[], domain: string): readonly string[] {
  const stores = recipients.flatMap((address) => {
    const [local = '', host] = address.toLowerCase().split('@')
    const [store = ''] = local.split('+')
    return host === domain.toLowerCase() && store.length <= 40 && storeSlug.test(store) ? [store] : []
  })
  return [...new Set(stores)].slice(0, maxStores)
}
