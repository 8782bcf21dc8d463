import * as z from 'zod/mini'
import { instant, slug, text, version } from '../../../events/fields.ts'
import type { Webhook } from './webhook.ts'

const about = { store: slug, subscriptionId: text(64), notBefore: z.optional(instant) }

/** Sends a webhook that is still at this version. */
const Send = z.object({ ...about, kind: z.literal('send'), webhookId: text(64), version })

/** Replays the events of a time range; `from` advances page by page. */
const Replay = z.object({
  ...about,
  kind: z.literal('replay'),
  /** A time, or the position in the log at which the previous page ended. */
  from: text(120),
  to: instant,
  undelivered: z.boolean(),
})
export type Replay = z.infer<typeof Replay>

/** A message of the sender's queue. */
export const SenderMessage = z.discriminatedUnion('kind', [Send, Replay])
export type SenderMessage = z.infer<typeof SenderMessage>

/** The message that sends a webhook, at once or when its next try is due. */
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
