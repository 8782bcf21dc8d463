import { defineCheck, notApplicable, verdictOf } from '../check.ts'

/**
 * Approved less refunded amount covers the total (SEFAZ 865). A pending payment is no error of the order: it passes
 * and waits, since dispatch requires payment.
 */
export const paymentCoverage = defineCheck({
  code: 'payment-coverage',
  number: 10,
  version: 1,
  mode: 'hold',
  department: 'finance',
  customerCanCorrect: false,
  relevant: ({ payment, totals }) => [payment, totals.total],
  evaluate: ({ payment, totals, currency }) => {
    if (payment.status === 'pending') return notApplicable
    const covered = payment.approvedAmount - payment.refundedAmount
    const expected = `${currency} ${totals.total} approved less refunded (minor units), at least`
    return verdictOf(
      covered >= totals.total
        ? []
        : [{ field: 'payment.approvedAmount', expected, received: `${currency} ${covered}` }],
    )
  },
})
