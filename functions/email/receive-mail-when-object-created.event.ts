import * as z from 'zod/mini'
import { DomainError } from '../../shared/domain-error.ts'
import { env } from '../../shared/env.ts'
import { parse } from '../../shared/http/validate.ts'
import { awsReaction, type ReactionContext } from '../../shared/inbox/reaction.ts'
import { mayLink } from './link-mail.ts'
import { mailsTo } from './mail.store.ts'
import { storesAddressed } from './mail-headers.ts'
import { keepMessage } from './message.store.ts'
import { receiveMessage } from './message.ts'
import { type ParsedMail, parseMail } from './parse-mail.ts'
import { fetchRawMail } from './raw-mail.client.ts'

/** As much of S3's `Object Created` as is read; keys are not encoded in it. */
const ObjectCreated = z.object({
  bucket: z.object({ name: z.string() }),
  object: z.object({ key: z.string() }),
})

/** What SES writes once, when the receipt rule is made: no mail to anybody. */
const setupNotification = /(?:^|\/)AMAZON_SES_SETUP_NOTIFICATION$/

/** Takes in a mail that SES has put into the bucket: reads it, links it to its order, keeps it for its store. */
export const receiveMailWhenObjectCreated = awsReaction({
  name: 'receive-mail-when-object-created',
  onAws: { source: 'aws.s3', detailType: 'Object Created' },
  run: async ({ detail, time }, context) => {
    const { bucket, object } = parse(ObjectCreated, detail, 'the event')
    if (setupNotification.test(object.key)) return
    const { mail, whole } = await inTurn(async () => {
      const raw = await fetchRawMail(bucket.name, object.key)
      return { mail: await parseMail(raw.bytes), whole: raw.whole }
    })
    const ourDomain = env('MAIL_DOMAIN')
    const stores = storesAddressed(mail.recipients, ourDomain)
    if (stores.length === 0)
      throw new DomainError(
        'not-found',
        'a mail is expected to be addressed to a store of ours, but none is named',
      )
    const receivedAt = new Date(time).toISOString()
    const place = { receivedAt, whole, ourDomain, object: { bucket: bucket.name, key: object.key } }
    for (const store of stores) await receive(mail, { ...place, store }, context)
  },
})

type Place = Omit<Parameters<typeof receiveMessage>[1], 'ordersOfSender'>

async function receive(mail: ParsedMail, place: Place, { cause, now }: ReactionContext): Promise<void> {
  const ordersOfSender = mayLink(mail) ? await mailsTo(place.store, mail.from.address) : []
  await keepMessage(receiveMessage(mail, { ...place, ordersOfSender }), cause, now)
}

let turn: Promise<unknown> = Promise.resolve()

/** One mail at a time in an instance: a batch of large ones side by side would not fit its memory. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work)
  turn = mine.catch(() => undefined)
  return mine
}
