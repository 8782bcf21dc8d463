import * as z from 'zod/mini'
import { slug, text, version } from '../../../events/fields.ts'
import { RunSnapshot } from '../../../events/quality/quality-events.ts'
import type { Run } from './run.ts'

export const RunPath = z.strictObject({ orderId: text(64) })

/** A run as the API returns it: of the order only its id and version. */
export const RunView = z.object({
  ...RunSnapshot.shape,
  order: z.object({
    id: z.string(),
    version,
    contentVersion: version,
    channel: slug,
    externalId: text(100),
  }),
})
type RunView = z.infer<typeof RunView>

export function toRunView({ order, ...run }: Run): RunView {
  const { id, version, contentVersion, channel, externalId } = order
  return { ...run, order: { id, version, contentVersion, channel, externalId } }
}
