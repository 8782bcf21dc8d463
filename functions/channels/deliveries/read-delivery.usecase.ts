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

/** The result of reading a delivery: facts, or why it is not needed, or why an analyst must look at it. */
export type ReadOutcome =
  | { readonly mapped: Mapped }
  | { readonly ignored: Reason }
  | { readonly parked: Reason }

/**
 * Reads a delivery: from its body when that says what happened, otherwise from what the platform returns.
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
      return { ignored: { code: 'not-needed', detail: `Topic ${topic} is not needed.` } }
    case 'privacy':
      return { parked: { code: 'privacy-request', detail: `Personal data request: answer ${topic}.` } }
    case 'unknown':
      return unknownTopic(topic)
  }
}

const unknownTopic = (topic: string): ReadOutcome => ({
  parked: { code: 'unknown-topic', detail: `Unknown topic: ${topic}.` },
})
