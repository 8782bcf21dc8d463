import type { Mapped } from '../canonical/canonical.ts'
import { parseExact } from '../canonical/exact-json.ts'
import type { Connection } from '../connections/connection.ts'
import type { Reason } from '../platforms/call.ts'
import { fetchBack } from '../platforms/fetch-back.usecase.ts'
import { mapBody, mapFetched } from '../platforms/map-delivery.ts'
import { platforms } from '../platforms/platforms.client.ts'
import { receivers } from '../platforms/receivers.ts'
import { needOf } from '../platforms/topics.ts'
import type { Delivery } from './delivery.ts'

/** What reading a delivery came to: facts, or why it says nothing that is needed, or why somebody must look. */
export type ReadOutcome =
  | { readonly mapped: Mapped }
  | { readonly ignored: Reason }
  | { readonly parked: Reason }

/**
 * Reads a delivery: from its body where that says what happened, from what the platform answers where it only hints.
 * Errors: `malformed-json`, `unmappable-payload`, `platform-refused`, `platform-unavailable`.
 */
export async function readDelivery(
  connection: Connection,
  delivery: Delivery,
  body: Buffer,
): Promise<ReadOutcome> {
  const { platform, topic, resource, receivedAt } = delivery
  switch (needOf(receivers[platform].topics, topic)) {
    case 'body': {
      const mapped = mapBody(platforms[platform], {
        topic,
        body: parseExact(body.toString('utf8')),
        receivedAt,
      })
      return mapped === undefined ? unknownTopic(topic) : { mapped }
    }
    case 'fetch': {
      const fetched = (await fetchBack({ platform, connection, topic, resource })) ?? []
      const mapped = fetched.map((one) => mapFetched(platforms[platform], one, connection.account))
      return {
        mapped: {
          facts: mapped.flatMap(({ facts }) => facts),
          unknown: mapped.flatMap(({ unknown }) => unknown),
        },
      }
    }
    case 'nothing':
      return { ignored: { code: 'not-needed', detail: `nothing here needs ${topic}` } }
    case 'privacy':
      return { parked: { code: 'privacy-request', detail: `somebody must answer ${topic}` } }
    case 'unknown':
      return unknownTopic(topic)
  }
}

const unknownTopic = (topic: string): ReadOutcome => ({
  parked: { code: 'unknown-topic', detail: `a topic that is known is expected, received ${topic}` },
})
