import * as z from 'zod/mini'
import { instant, slug, text, version } from '../../../events/fields.ts'
import type { Webhook } from './webhook.ts'

const about = { store: slug, subscriptionId: text(64), notBefore: z.optional(instant) }

/** Send a delivery that is at this version still. */
const Send = z.object({ ...about, kind: z.literal('send'), webhookId: text(64), version })

/** Send again what happened in a time; `from` moves on page by page. */
const Replay = z.object({
  ...about,
  kind: z.literal('replay'),
  /** A time, or the place in the log at which the page before ended. */
  from: text(120),
  to: instant,
  undelivered: z.boolean(),
})
export type Replay = z.infer<typeof Replay>

/** What the sender's queue carries. */
export const SenderMessage = z.discriminatedUnion('kind', [Send, Replay])
export type SenderMessage = z.infer<typeof SenderMessage>

/** The message that has a delivery sent, at once or when its next try is due. */
export const sendMessageFor = ({
  store,
  subscriptionId,
  id,
  version,
  nextTryAt,
}: Webhook): SenderMessage => ({
  kind: 'send',
  store,
  subscriptionId,
  webhookId: id,
  version,
  ...(nextTryAt === undefined ? {} : { notBefore: nextTryAt }),
})
