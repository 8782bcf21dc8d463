import { setTimeout as pause } from 'node:timers/promises'
import type { SendEmailRequest } from '@aws-sdk/client-sesv2'
import { DomainError } from '../../../shared/domain-error.ts'
import { env, optionalEnv } from '../../../shared/env.ts'
import { type SignedResponse, sendSigned } from '../../../shared/signed-request.client.ts'
import type { MailContent } from './content/mail-content.ts'
import { headerValue } from './header-value.ts'
import { isThreadMail, type Mail } from './mail.ts'

/** What SES said of a mail: taken, under its id; or refused, so that it was surely not sent. */
export type SendOutcome =
  | { readonly outcome: 'taken'; readonly messageId: string }
  | { readonly outcome: 'refused'; readonly code: string; readonly transient: boolean }

const maxAttempts = 3
const transientErrors: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'LimitExceededException',
])
/** Failures before a connection stood: SES never saw the mail. */
const connectionErrors: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

/**
 * Hands a mail to SES (v2, SendEmail), at most once. Throttled requests were surely not taken and are tried again
 * at once, a few times. Error: `busy` when the outcome is not known (answer lost, SES failing inside).
 */
export async function sendMail(mail: Mail, letter: MailContent): Promise<SendOutcome> {
  const body = JSON.stringify(requestOf(mail, letter))
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await sendOnce(body)
    const again = outcome.outcome === 'refused' && outcome.transient && attempt < maxAttempts
    if (!again) return outcome
    await pause(2 ** attempt * 50 * (1 + Math.random()))
  }
}

async function sendOnce(body: string): Promise<SendOutcome> {
  let answer: SignedResponse
  try {
    answer = await sendSigned({
      service: 'ses',
      method: 'POST',
      endpoint: endpoint(),
      path: '/v2/email/outbound-emails',
      headers: { 'content-type': 'application/json' },
      body,
    })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (connectionErrors.has(code)) return { outcome: 'refused', code, transient: true }
    throw unknownOutcome(cause)
  }
  if (answer.status === 200) return { outcome: 'taken', messageId: messageIdOf(answer) }
  if (answer.status >= 500) throw unknownOutcome(answer.status)
  const code = errorCode(answer)
  return { outcome: 'refused', code, transient: answer.status === 429 || transientErrors.has(code) }
}

const endpoint = () =>
  new URL(optionalEnv('AWS_ENDPOINT_URL_SESV2') ?? `https://email.${env('AWS_REGION')}.amazonaws.com`)

/** From, and Reply-To unless the letter has its own, are the store's address, where its incoming mail is read. */
function requestOf(
  mail: Mail,
  { subject, text, html, fromName, replyTo, headers }: MailContent,
): SendEmailRequest {
  const address = `${mail.store}@${env('MAIL_DOMAIN')}`
  const part = (Data: string) => ({ Data, Charset: 'UTF-8' })
  return {
    FromEmailAddress: fromName === undefined ? address : `${displayName(headerValue(fromName))} <${address}>`,
    ReplyToAddresses: [headerValue(replyTo ?? address)],
    Destination: { ToAddresses: [headerValue(mail.to)] },
    Content: {
      Simple: {
        Subject: part(headerValue(subject)),
        Body: { Text: part(text), Html: part(html) },
        Headers: headers.map(({ name, value }) => ({ Name: headerValue(name), Value: headerValue(value) })),
      },
    },
    // SES repeats the tags in the events about the mail: so its word finds the claim.
    EmailTags: [
      { Name: 'mail', Value: mail.id },
      { Name: 'store', Value: mail.store },
      ...(isThreadMail(mail) ? [{ Name: 'thread', Value: mail.threadId }] : []),
    ],
    ConfigurationSetName: env('CONFIGURATION_SET'),
  }
}

/** A name before an address: SES takes ASCII only, other letters as encoded words (RFC 2047, 75 signs each at most). */
const displayName = (name: string): string =>
  /^[\w .-]+$/.test(name)
    ? `"${name}"`
    : (name.match(/.{1,10}/gsu) ?? [])
        .map((part) => `=?UTF-8?B?${Buffer.from(part, 'utf8').toString('base64')}?=`)
        .join(' ')

function messageIdOf({ body }: SignedResponse): string {
  const answer = JSON.parse(Buffer.from(body).toString('utf8')) as { readonly MessageId?: string }
  return answer.MessageId ?? ''
}

const errorCode = ({ status, headers }: SignedResponse): string =>
  headers['x-amzn-errortype']?.split(':')[0] ?? `HTTP ${status}`

const unknownOutcome = (cause: unknown) =>
  new DomainError(
    'busy',
    'it is not known whether SES took the mail: wait for its word, or for the claim to age',
    {
      cause,
    },
  )
