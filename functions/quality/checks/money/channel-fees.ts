import * as z from 'zod/mini'
import { defineCheck, verdictOf } from '../check.ts'

/**
 * The fees that the channel reports match its own table (commission, fixed fee and freight), and its payout is the
 * total less those fees. A difference within a share of the expected fees, or some cents, is tolerated.
 */
export const channelFees = defineCheck({
  code: 'channel-fees',
  number: 14,
  version: 1,
  mode: 'warn',
  department: 'finance',
  customerCanCorrect: false,
  needs: ['channelFees'],
  thresholds: z.strictObject({
    /** Share of the expected fees, in hundredths of a percent. */
    toleranceBasisPoints: z._default(z.int().check(z.gte(0), z.lte(10_000)), 100),
    toleranceCents: z._default(z.int().check(z.gte(0), z.lte(100_000)), 50),
  }),
  relevant: ({ lines, totals }) => [lines, totals],
  evaluate: (
    { totals, currency },
    { facts: { channelFees: fees }, thresholds: { toleranceBasisPoints, toleranceCents } },
  ) => {
    const expectedFees = fees.commission + fees.fixed + fees.freight
    const isOff = (one: number, other: number): boolean => {
      const off = Math.abs(one - other)
      return off > toleranceCents && off * 10_000 > toleranceBasisPoints * expectedFees
    }
    const expectedPayout = totals.total - fees.reported
    const wrongFees = isOff(fees.reported, expectedFees)
    const wrongPayout = fees.payout !== undefined && isOff(fees.payout, expectedPayout)
    return verdictOf([
      ...(wrongFees
        ? [
            {
              field: 'channelFees.reported',
              expected: `${currency} ${expectedFees} (minor units: ${fees.commission} commission + ${fees.fixed} fixed + ${fees.freight} freight)`,
              received: `${currency} ${fees.reported}`,
            },
          ]
        : []),
      ...(wrongPayout
        ? [
            {
              field: 'channelFees.payout',
              expected: `${currency} ${expectedPayout} (minor units: ${totals.total} total - ${fees.reported} fees)`,
              received: `${currency} ${fees.payout}`,
            },
          ]
        : []),
    ])
  },
})
