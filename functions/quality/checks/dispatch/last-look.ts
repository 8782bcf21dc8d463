import * as z from 'zod/mini'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'

/**
 * Check 28: the channel's own order, read again just before the label, is still open and what ours is; cancelled or
 * changed there, it must not leave as it is here. A reading grows old: then it has to be made again.
 */
export const lastLook = defineCheck({
  code: 'last-look',
  number: 28,
  version: 1,
  mode: 'block',
  department: 'front-office',
  customerCanCorrect: false,
  needs: ['channelOrder'],
  thresholds: z.strictObject({
    /** Minutes for which a reading counts. */
    freshMinutes: z._default(z.int().check(z.gte(1), z.lte(10_080)), 60),
  }),
  relevant: ({ channel, externalId, totals }) => [channel, externalId, totals.total],
  evaluate: ({ totals, currency }, { facts: { channelOrder }, thresholds: { freshMinutes }, now }) => {
    const evidence: Evidence[] = []
    if (channelOrder.status !== 'open')
      evidence.push({ field: 'channelOrder.status', expected: 'open', received: channelOrder.status })
    if (channelOrder.total !== totals.total)
      evidence.push({
        field: 'totals.total',
        expected: `${currency} ${channelOrder.total} (minor units), as on the channel`,
        received: `${currency} ${totals.total}`,
      })
    const isOld = Date.parse(now) - Date.parse(channelOrder.readAt) > freshMinutes * 60_000
    return verdictOf(evidence, isOld ? [`channelOrder of the last ${freshMinutes} minutes`] : [])
  },
})
