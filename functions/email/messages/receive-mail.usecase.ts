import * as z from 'zod/mini'
import { DomainError } from '../../../shared/domain-error.ts'
import { env } from '../../../shared/env.ts'
import { parse } from '../../../shared/http/validate.ts'
import type { AwsEvent, ReactionContext } from '../../../shared/inbox/reaction.ts'
import { metric } from '../../../shared/log.ts'
import { mailsTo } from '../mails/mail.store.ts'
import { loadEmailSettings } from '../settings/email-settings.store.ts'
import { mayLink } from './link-mail.ts'
import { fetchRawMail, maxMailBytes, type RawMail } from './mail-bucket.client.ts'
import { findMessage, saveMessage } from './message.store.ts'
import { messageId, receiveMessage } from './message.ts'
import { storesAddressed } from './mime/mail-headers.ts'
import { type ParsedMail, parseMail } from './mime/parse-mail.ts'
import { countMail, isReported } from './sender-rate.store.ts'
import { storeFiles } from './store-files.usecase.ts'

/** The part of S3's `Object Created` that is used; its keys are not URL-encoded. */
const ObjectCreated = z.object({
  bucket: z.object({ name: z.string() }),
  object: z.object({ key: z.string() }),
})

/** The object that SES writes when the receipt rule is created; it is no mail. */
const setupNotification = /(?:^|\/)AMAZON_SES_SETUP_NOTIFICATION$/

/** Enough to read sender and recipients; most mails are shorter. */
const firstBytes = 256 * 1024

/**
 * Receives a mail that SES stored in the bucket: parses it, stores its files, links it to its order, and saves it for
 * each store that it is for. Mails of a sender beyond the hourly limit are only counted, so that other mail is not
 * delayed.
 */
export async function receiveMail({ detail, time }: AwsEvent, context: ReactionContext): Promise<void> {
  const { bucket, object } = parse(ObjectCreated, detail, 'the event')
  if (setupNotification.test(object.key)) return
  const place = { bucket: bucket.name, key: object.key }
  const start = await fetchRawMail(place, firstBytes)
  const first = await parseMail(start.bytes)
  const stores = storesAddressed(first.recipients, env('MAIL_DOMAIN'))
  if (stores.length === 0) throw new DomainError('not-found', 'Mail is addressed to no store.')
  const receivedAt = new Date(time).toISOString()
  const accepted: { readonly store: string; readonly coalesced: number }[] = []
  for (const store of stores) {
    const [count, { limits }] = await Promise.all([
      countMail(store, first.from.address, receivedAt),
      loadEmailSettings(store),
    ])
    const coalesced = Math.max(0, count - limits.mailsOfSenderPerHour)
    if (coalesced > 0) metric({ slice: 'email' }, { CoalescedMails: 1 })
    if (coalesced === 0 || isReported(coalesced)) accepted.push({ store, coalesced })
  }
  if (accepted.length === 0) return
  await serialize(async () => {
    const raw: RawMail = start.whole ? start : await fetchRawMail(place, maxMailBytes)
    const mail = start.whole ? first : await parseMail(raw.bytes)
    for (const one of accepted)
      await receive(mail, { ...one, receivedAt, whole: raw.whole, object: place }, context)
  })
}

type IncomingContext = Omit<Parameters<typeof receiveMessage>[1], 'ordersOfSender' | 'files' | 'ourDomain'>

async function receive(
  mail: ParsedMail,
  incoming: IncomingContext,
  { cause, now }: ReactionContext,
): Promise<void> {
  const { store, object } = incoming
  if ((await findMessage(store, messageId(store, mail))) !== undefined) return
  const files = await storeFiles(mail, object.bucket, store)
  const ordersOfSender = mayLink(mail) ? await mailsTo(store, mail.from.address) : []
  const received = receiveMessage(mail, {
    ...incoming,
    files,
    ordersOfSender,
    ourDomain: env('MAIL_DOMAIN'),
  })
  await saveMessage(received, cause, now)
}

let turn: Promise<unknown> = Promise.resolve()

/** Processes one mail at a time in an instance: a batch of large mails would not fit its memory. */
function serialize<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work)
  turn = mine.catch(() => undefined)
  return mine
}
