import * as z from 'zod/mini'
import { ConnectionSnapshot } from '../../../events/channels/channel-events.ts'
import { platforms } from '../../../events/channels/channel-schema.ts'
import { instant, slug, text } from '../../../events/fields.ts'
import type { Receiver } from '../platforms/receiver.ts'
import { receivers } from '../platforms/receivers.ts'
import type { Connection } from './connection.ts'

/** A secret that can be sent in a header or a path: printable, without spaces. */
const secret = (min: number) =>
  z
    .string()
    .check(
      z.minLength(min),
      z.maxLength(600),
      z.regex(/^[\x21-\x7e]+$/, 'printable ASCII characters without spaces'),
    )

/** Credentials for the platform's API; each platform needs some of them. */
const credentials = {
  accessToken: z.optional(secret(1)),
  refreshToken: z.optional(secret(1)),
  /** The application id or key id. */
  clientId: z.optional(secret(1)),
  clientSecret: z.optional(secret(1)),
}

export const ConnectRequest = z.strictObject({
  platform: z.enum(platforms),
  /** The account at the platform: user id, shop domain, store id, account name or seller id. */
  account: text(200),
  channel: z.optional(slug),
  settings: z._default(z.record(slug, text(300)), {}),
  secrets: z.strictObject({
    /**
     * The secret that signs the platform's calls. Shopify, Nuvemshop: the app's client secret. WooCommerce,
     * Mercado Pago: the webhook's secret. Shopee: the partner key. For platforms that sign nothing: a random
     * value for the URL.
     */
    webhook: secret(8),
    ...credentials,
  }),
})

export const ChangeSecretRequest = z.strictObject({
  /** When absent, only the credentials change. */
  webhook: z.optional(secret(8)),
  ...credentials,
  /** How long the old secret is accepted too; it expires at once when absent. */
  previousUntil: z.optional(instant),
})

export const ConnectionPath = z.strictObject({ connectionId: text(120) })
export const EmptyRequest = z.strictObject({})

export const ConnectionView = z.object({
  ...ConnectionSnapshot.shape,
  /** The URL path for the platform's webhooks; `{token}` stands for the webhook secret. */
  webhookPath: z.string(),
})
export type ConnectionView = z.infer<typeof ConnectionView>

export const ConnectionList = z.object({ items: z.array(ConnectionView) })

/** The connection as the API returns it, without its secrets. */
export const toConnectionView = (connection: Connection): ConnectionView => ({
  ...connection,
  webhookPath: webhookPath(connection),
})

function webhookPath({ platform, id }: Connection): string {
  const receiver: Receiver = receivers[platform]
  return receiver.via === 'queue' ? 'queue' : receiver.path.replace('{connectionId}', id)
}
