import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Platform, platforms } from '../../../events/channels/channel-schema.ts'
import type { Mapped } from '../../../functions/channels/canonical/canonical.ts'
import { at, parseExact } from '../../../functions/channels/canonical/exact-json.ts'
import type { Fetched } from '../../../functions/channels/platforms/fetch/fetched.ts'
import { mapBody, mapFetched } from '../../../functions/channels/platforms/map-delivery.ts'
import type { ReceivedBody } from '../../../functions/channels/platforms/platform.ts'
import { platforms as definitions } from '../../../functions/channels/platforms/platforms.client.ts'

const folder = join(import.meta.dirname, 'samples')
const golden = '.mapped.json'

/** The account of the samples, and when their calls were received. */
const account = '779000111'
const receivedAt = '2026-11-24T12:00:00.000Z'

/** A sample: a call, or what was fetched for one, and its expected mapping. */
export interface Sample {
  readonly name: string
  readonly platform: Platform
  readonly file: string
  readonly expected: string
}

/** All samples, by platform and name. */
export const samples: readonly Sample[] = platforms.flatMap((platform) =>
  readdirSync(join(folder, platform))
    .filter((name) => name.endsWith('.json') && !name.endsWith(golden))
    .toSorted()
    .map((name) => ({
      name: `${platform}: ${name.replace('.json', '').replaceAll('-', ' ')}`,
      platform,
      file: join(folder, platform, name),
      expected: join(folder, platform, name.replace('.json', golden)),
    })),
)

export const readSample = ({ file }: Sample): unknown => parseExact(readFileSync(file, 'utf8'))

/** Maps a sample as the inbox would. */
export function mapSample(platform: Platform, sample: unknown): Mapped {
  if ('about' in at(sample)) return mapFetched(definitions[platform], sample as Fetched, account)
  const mapped = mapBody(definitions[platform], { ...(sample as ReceivedBody), receivedAt })
  if (mapped === undefined) throw new Error('Topic has no mapping of its body.')
  return mapped
}
