import { defineCheck, notApplicable, verdictOf } from '../check.ts'

/**
 * Check 10: approved less refunded covers the total (SEFAZ 865). A pending payment is no fault of the order: such an
 * order passes and waits, since dispatch itself asks for payment.
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
