import * as z from 'zod/mini'
import { ConnectionSnapshot } from '../../../events/channels/channel-events.ts'
import { platforms } from '../../../events/channels/channel-schema.ts'
import { instant, slug, text } from '../../../events/fields.ts'
import type { Receiver } from '../platforms/receiver.ts'
import { receivers } from '../platforms/receivers.ts'
import type { Connection } from './connection.ts'

/** A secret as it must be sent in a header or a path: printable, without spaces. */
const secret = (min: number) =>
  z
    .string()
    .check(
      z.minLength(min),
      z.maxLength(600),
      z.regex(/^[\x21-\x7e]+$/, 'printable ASCII characters without spaces'),
    )

/** What the platform's API is asked with; each platform needs some of it. */
const credentials = {
  accessToken: z.optional(secret(1)),
  refreshToken: z.optional(secret(1)),
  /** Application or key id. */
  clientId: z.optional(secret(1)),
  clientSecret: z.optional(secret(1)),
}

export const ConnectRequest = z.strictObject({
  platform: z.enum(platforms),
  /** The account at the platform: user id, shop domain, store id, account name, seller id. */
  account: text(200),
  channel: z.optional(slug),
  settings: z._default(z.record(slug, text(300)), {}),
  secrets: z.strictObject({
    /**
     * What signs the platform's calls (Shopify and Nuvemshop: the app's client secret; WooCommerce and Mercado Pago:
     * the webhook's; Shopee: the partner key), or, where nothing is signed, a random value of yours for the URL.
     */
    webhook: secret(8),
    ...credentials,
  }),
})

export const ChangeSecretRequest = z.strictObject({
  /** Absent: what signs the calls stays, only credentials change. */
  webhook: z.optional(secret(8)),
  ...credentials,
  /** Until when the old one is taken too; not at all when left out. */
  previousUntil: z.optional(instant),
})

export const ConnectionPath = z.strictObject({ connectionId: text(120) })
export const EmptyRequest = z.strictObject({})

export const ConnectionView = z.object({
  ...ConnectionSnapshot.shape,
  /** Where the platform is to send its webhooks; `{token}` stands for the webhook secret. */
  webhookPath: z.string(),
})
export type ConnectionView = z.infer<typeof ConnectionView>

export const ConnectionList = z.object({ items: z.array(ConnectionView) })

/** The connection as the API shows it: never its secrets. */
export const toConnectionView = (connection: Connection): ConnectionView => ({
  ...connection,
  webhookPath: webhookPath(connection),
})

function webhookPath({ platform, id }: Connection): string {
  const receiver: Receiver = receivers[platform]
  return receiver.via === 'queue' ? 'queue' : receiver.path.replace('{connectionId}', id)
}
