import * as z from 'zod/mini'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'

/**
 * The channel's order, read again just before the label is printed, is still open and equal to ours. An order that was
 * cancelled or changed at the channel must not be dispatched. An old reading must be repeated.
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
    /** Minutes for which a reading is valid. */
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
