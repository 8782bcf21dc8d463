import type { Platform } from '../../../events/channels/channel-schema.ts'
import type { Mapped } from '../canonical/canonical.ts'
import type { Access, ChannelSession } from './fetch/channel-session.client.ts'
import type { Change, Fetched } from './fetch/fetched.ts'

/** The full part of a platform: its API, and how its documents are mapped to canonical facts. */
export interface PlatformDefinition<P extends Platform = Platform> {
  readonly name: P
  /** Maps a call from its body alone, by topic; only for topics that require `body`. */
  readonly mapBody?: Readonly<Record<string, (received: ReceivedBody) => Mapped>>
  /** Maps what was fetched for one resource. `account` is the connected one. Error: `unmappable-payload`. */
  readonly mapFetched?: (fetched: Fetched, account: string) => Mapped
  /** Absent for a platform that the suite never calls. */
  readonly api?: PlatformApi
}

/** A call whose body says what happened; the body was read by `parseExact`. */
export interface ReceivedBody {
  readonly topic: string
  readonly body: unknown
  /** When the call was received, UTC ISO-8601: for a body that has no time of its own. */
  readonly receivedAt: string
}

/** How a platform's API is called. */
export interface PlatformApi {
  /** The only host that may be called for an account in the platform's format. */
  readonly host: (account: string) => string
  readonly access: Access
  /** Fetches the resource of a call; absent when calls carry everything. */
  readonly fetch?: (session: ChannelSession, topic: string, resource: string) => Promise<readonly Fetched[]>
  /** Lists what changed between two times; absent when the platform has no such list. */
  readonly changes?: (session: ChannelSession, since: string, until: string) => AsyncGenerator<Change>
}
