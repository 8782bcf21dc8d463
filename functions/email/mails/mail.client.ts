import type { SendEmailRequest } from '@aws-sdk/client-sesv2'
import { DomainError } from '../../../shared/domain-error.ts'
import { env, optionalEnv } from '../../../shared/env.ts'
import { retry } from '../../../shared/retry.ts'
import { type SignedResponse, sendSigned } from '../../../shared/signed-request.client.ts'
import type { MailContent } from './content/mail-content.ts'
import { headerValue } from './header-value.ts'
import { isThreadMail, type Mail } from './mail.ts'

/** SES accepted the mail, under an id; or rejected it, so it was certainly not sent. */
export type SendOutcome =
  | { readonly outcome: 'accepted'; readonly messageId: string }
  | { readonly outcome: 'rejected'; readonly code: string; readonly transient: boolean }

const maxAttempts = 3
const transientErrors: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'LimitExceededException',
])
/** Failures before a connection was open: SES never received the mail. */
const connectionErrors: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

/** SES certainly did not send the mail; when transient, a later attempt may succeed. */
class Rejection extends Error {
  readonly code: string
  readonly transient: boolean
  constructor(code: string, transient: boolean) {
    super(code)
    this.code = code
    this.transient = transient
  }
}

/**
 * Sends a mail through SES (v2, SendEmail), at most once. Transient rejections are retried a few times: SES certainly
 * did not accept those. Error: `busy` when the outcome is unknown (lost response, internal failure of SES).
 */
export async function sendMail(mail: Mail, content: MailContent): Promise<SendOutcome> {
  const body = JSON.stringify(requestOf(mail, content))
  const isTransient = (error: unknown): boolean => error instanceof Rejection && error.transient
  try {
    const messageId = await retry(() => attempt(body), { tries: maxAttempts, isTransient, delay: 100 })
    return { outcome: 'accepted', messageId }
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    return { outcome: 'rejected', code: error.code, transient: error.transient }
  }
}

/** Sends once and returns the id that SES gave the mail. Errors: `Rejection`, `busy`. */
async function attempt(body: string): Promise<string> {
  let response: SignedResponse
  try {
    response = await sendSigned({
      service: 'ses',
      method: 'POST',
      endpoint: endpoint(),
      path: '/v2/email/outbound-emails',
      headers: { 'content-type': 'application/json' },
      body,
    })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (connectionErrors.has(code)) throw new Rejection(code, true)
    throw unknownOutcome(cause)
  }
  if (response.status === 200) return messageIdOf(response)
  if (response.status >= 500) throw unknownOutcome(response.status)
  const code = errorCode(response)
  throw new Rejection(code, response.status === 429 || transientErrors.has(code))
}

const endpoint = () =>
  new URL(optionalEnv('AWS_ENDPOINT_URL_SESV2') ?? `https://email.${env('AWS_REGION')}.amazonaws.com`)

/** From is the store's address, where its incoming mail is read; so is Reply-To, unless the mail has its own. */
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
    // SES copies the tags to its events about the mail; they lead to the claim.
    EmailTags: [
      { Name: 'mail', Value: mail.id },
      { Name: 'store', Value: mail.store },
      ...(isThreadMail(mail) ? [{ Name: 'thread', Value: mail.threadId }] : []),
    ],
    ConfigurationSetName: env('CONFIGURATION_SET'),
  }
}

/** A display name: SES accepts ASCII only; other letters become encoded words (RFC 2047, at most 75 characters each). */
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
  new DomainError('busy', 'SES may or may not have accepted the mail; wait for its event.', { cause })
