import type { Mapped } from '../canonical/canonical.ts'
import type { Fetched } from './fetch/fetched.ts'
import type { PlatformDefinition, ReceivedBody } from './platform.ts'

/** Maps a call from its body; undefined when no mapping exists for its topic. Error: `unmappable-payload`. */
export function mapBody(
  { mapBody: byTopic = {} }: PlatformDefinition,
  received: ReceivedBody,
): Mapped | undefined {
  return Object.hasOwn(byTopic, received.topic) ? byTopic[received.topic]?.(received) : undefined
}

/**
 * Maps what was fetched for one resource; fields that the platform could not provide this time are reported as
 * unmapped. `account` is the connected one: what it wrote itself is no question. Error: `unmappable-payload`.
 */
export function mapFetched(
  { mapFetched: map }: PlatformDefinition,
  fetched: Fetched,
  account: string,
): Mapped {
  const { facts, unknown } = map?.(fetched, account) ?? { facts: [], unknown: [] }
  return { facts, unknown: [...unknown, ...fetched.missing.map((path) => ({ path: path.slice(0, 120) }))] }
}
