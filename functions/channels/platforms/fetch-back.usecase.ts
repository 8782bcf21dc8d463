import type { Platform } from '../../../events/channels/channel-schema.ts'
import { type ChannelSession, openSession, type SessionConnection } from './fetch/channel-session.client.ts'
import type { Change, Fetched } from './fetch/fetched.ts'
import { type Budget, budgetOf } from './fetch/platform-request.client.ts'
import type { PlatformApi } from './platform.ts'
import { type CalledPlatform, hostOf, platforms } from './platforms.client.ts'

/** Below the inbox's 30 seconds, with time left to store the answer. */
const fetchMilliseconds = 20_000

/** The resource that a platform's call names, and the connection that received the call. */
export interface ToFetch {
  readonly platform: Platform
  readonly connection: SessionConnection
  readonly topic: string
  readonly resource: string
}

/**
 * Fetches the resource that a platform's call names; undefined when the platform's calls carry everything.
 * Errors: `platform-refused` (retrying does not help), `platform-unavailable`.
 */
export async function fetchBack(
  { platform, connection, topic, resource }: ToFetch,
  budget: Budget = budgetOf(fetchMilliseconds),
): Promise<readonly Fetched[] | undefined> {
  const called = callablePlatform(platform)
  return called?.api.fetch?.(sessionOf(called, connection, budget), topic, resource)
}

/** Lists what changed at a connection's platform between two times; undefined when the platform has no such list. */
export function changesAt(
  platform: Platform,
  connection: SessionConnection,
  since: string,
  until: string,
  budget: Budget,
): AsyncGenerator<Change> | undefined {
  const called = callablePlatform(platform)
  return called?.api.changes?.(sessionOf(called, connection, budget), since, until)
}

interface Called {
  readonly name: CalledPlatform
  readonly api: PlatformApi
}

function callablePlatform(platform: Platform): Called | undefined {
  const definition = platforms[platform]
  return 'api' in definition ? definition : undefined
}

const sessionOf = ({ name, api }: Called, connection: SessionConnection, budget: Budget): ChannelSession =>
  openSession({ platform: name, host: hostOf(name, connection.account), ...api.access }, connection, budget)
