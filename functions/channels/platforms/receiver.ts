import type { ConnectionSnapshot } from '../../../events/channels/channel-events.ts'
import type { Platform } from '../../../events/channels/channel-schema.ts'
import type { AccountFormat } from './account-format.ts'
import type { Call, CallDescription } from './call.ts'
import type { Topics } from './topics.ts'

/** What a receiver needs to know about the connection that a call names. */
export type ReceivingConnection = Pick<ConnectionSnapshot, 'account' | 'settings'>

/**
 * The light part of a platform: how its calls arrive, and how they are verified and described. Everything in it is
 * pure, and the receiver's bundle carries nothing else of a platform.
 */
export type Receiver<P extends Platform = Platform> = WebhookReceiver<P> | QueueReceiver<P>

interface ReceiverBase<P extends Platform> {
  readonly name: P
  /** How an account is written at this platform. */
  readonly account: AccountFormat
  /** What each topic requires. */
  readonly topics: Topics
  /** Describes a verified call. Never throws: a call that cannot be read has a `problem`. */
  readonly describe: (call: Call, connection: ReceivingConnection) => CallDescription
}

/** A platform that calls an HTTP route. */
export interface WebhookReceiver<P extends Platform = Platform> extends ReceiverBase<P> {
  readonly via: 'webhook'
  /** The route; `{token}` holds the webhook secret of a platform that signs nothing. */
  readonly path: `/channels/${P}/{connectionId}` | `/channels/${P}/{connectionId}/{token}`
  /** Whether the call is signed with this secret. Compares in constant time and parses nothing. */
  readonly verify: (call: Call, secret: string, connection: ReceivingConnection) => boolean
  /** A call that only tests the URL; with `unsigned` it is accepted without a signature. */
  readonly ping?: { readonly is: (call: Call) => boolean; readonly unsigned?: boolean }
}

/** A platform that sends to a queue into which only its own principal may write: that is the proof. */
export interface QueueReceiver<P extends Platform = Platform> extends ReceiverBase<P> {
  readonly via: 'queue'
  /** The account that a message names; undefined when it names none. */
  readonly accountOf: (body: string) => string | undefined
}
