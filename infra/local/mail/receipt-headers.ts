/**
 * Headers that SES adds to a received mail, with its verdicts. No I/O.
 *
 * Verdicts are PASS unless the envelope sender's domain ends in `.verdict.test`; each label before that sets the result
 * of a check, such as `maria@spam-fail.dkim-gray.verdict.test`. Only the envelope counts, so the From header can
 * still be a customer's.
 */
import { createHash } from 'node:crypto'

const CHECKS = ['spam', 'virus', 'spf', 'dkim', 'dmarc'] as const
type Check = (typeof CHECKS)[number]

const FINDINGS = ['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED'] as const
type Finding = (typeof FINDINGS)[number]

/** SES's verdicts on a mail. */
type Verdicts = Readonly<Record<Check, Finding>>

const VERDICT_DOMAIN = '.verdict.test'

/**
 * Reads the verdicts that a sender requests; SES scans for spam and viruses only if the rule enables it.
 *
 * @throws Error when a label of the domain names no check or verdict
 */
export function verdictsFor(sender: string, scanned: boolean): Verdicts {
  const scan = scanned ? 'PASS' : 'DISABLED'
  const verdicts: Record<Check, Finding> = {
    spam: scan,
    virus: scan,
    spf: 'PASS',
    dkim: 'PASS',
    dmarc: 'PASS',
  }
  const domain = sender.split('@').at(-1)?.toLowerCase() ?? ''
  if (!domain.endsWith(VERDICT_DOMAIN)) return verdicts
  for (const label of domain.slice(0, -VERDICT_DOMAIN.length).split('.')) {
    const [name, ...words] = label.split('-')
    const check = CHECKS.find((one) => one === name)
    const finding = FINDINGS.find((one) => one === words.join('_').toUpperCase())
    if (!check || !finding) throw new Error(`${label} is no verdict: expected such as spam-fail or dkim-gray`)
    const unscanned = !scanned && (check === 'spam' || check === 'virus')
    verdicts[check] = unscanned ? 'DISABLED' : finding
  }
  return verdicts
}

/** A mail received by SMTP. */
interface ReceivedMail {
  readonly messageId: string
  /** Envelope sender; empty for the null sender of bounces. */
  readonly sender: string
  readonly recipient: string
  /** The client's HELO name and address. */
  readonly helo: string
  readonly ip: string
  /** Domain of the From header. */
  readonly fromDomain: string
  /** Milliseconds since the epoch. */
  readonly receivedAt: number
}

/** The header lines that SES adds, each terminated. */
export function receiptHeaders(mail: ReceivedMail, verdicts: Verdicts, region: string): string {
  const spf = spfResult(mail, verdicts.spf)
  const results = [
    'amazonses.com',
    `spf=${spf}`,
    ...dkimResult(mail, verdicts.dkim),
    dmarcResult(mail, verdicts.dmarc),
  ]
  const receipt = createHash('sha512').update(mail.messageId).digest('base64')
  const lines = [
    `Return-Path: <${mail.sender}>`,
    `Received: from ${mail.helo} (${mail.helo} [${mail.ip}])`,
    ` by inbound-smtp.${region}.amazonaws.com with SMTP id ${mail.messageId}`,
    ` for ${mail.recipient};`,
    ` ${mailDate(mail.receivedAt)}`,
    `X-SES-Spam-Verdict: ${verdicts.spam}`,
    `X-SES-Virus-Verdict: ${verdicts.virus}`,
    `Received-SPF: ${spf};`,
    `Authentication-Results: ${results.join(';\r\n ')};`,
    `X-SES-RECEIPT: ${receipt}`,
  ]
  return `${lines.join('\r\n')}\r\n`
}

function spfResult({ sender, helo, ip }: ReceivedMail, finding: Finding): string {
  const domain = sender.split('@').at(-1) || helo
  const client = `client-ip=${ip}; envelope-from=${sender || '<>'}; helo=${helo}`
  const said: Record<Finding, string> = {
    PASS: `pass (spfCheck: domain of ${domain} designates ${ip} as permitted sender)`,
    FAIL: `fail (spfCheck: domain of ${domain} does not designate ${ip} as permitted sender)`,
    GRAY: `none (spfCheck: ${ip} is neither permitted nor denied by domain of ${domain})`,
    PROCESSING_FAILED: `temperror (spfCheck: error in processing during lookup of ${domain})`,
    DISABLED: 'none (spfCheck: disabled)',
  }
  return `${said[finding]} ${client}`
}

/** A mail without a signature has no DKIM result. */
function dkimResult({ fromDomain }: ReceivedMail, finding: Finding): string[] {
  return finding === 'GRAY' ? [] : [`dkim=${resultWord(finding)} header.i=@${fromDomain}`]
}

function dmarcResult({ fromDomain }: ReceivedMail, finding: Finding): string {
  return `dmarc=${resultWord(finding)} header.from=${fromDomain}`
}

function resultWord(finding: Finding): string {
  if (finding === 'PASS' || finding === 'FAIL') return finding.toLowerCase()
  return finding === 'GRAY' ? 'none' : 'temperror'
}

/** RFC 5322 date in UTC, as SES writes it. */
function mailDate(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000 (UTC)')
}

/** Domain of the From header of a raw mail, else of the envelope sender. */
export function fromDomainOf(message: Buffer, sender: string): string {
  const end = message.indexOf('\r\n\r\n')
  const head = message.subarray(0, end === -1 ? message.length : end).toString('latin1')
  const from = /^from:(.*(?:\r\n[ \t].*)*)/im.exec(head)?.[1] ?? sender
  return /@([\w.-]+)[^@]*$/.exec(from)?.[1]?.toLowerCase() ?? ''
}
