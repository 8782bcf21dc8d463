import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, notApplicable, verdictOf } from '../check.ts'
import { personDocument, samePerson } from './person.ts'

/**
 * The payer is the customer, the authorised amount is the order's current total, and the authorisation lasts until the
 * dispatch deadline. Establishments of one company (CNPJs with the same first eight characters) count as one payer.
 */
export const paymentIdentity = defineCheck({
  code: 'payment-identity',
  number: 11,
  version: 1,
  mode: 'hold',
  department: 'finance',
  customerCanCorrect: false,
  relevant: ({ customer, payment, totals, dispatchBy }) => [
    customer.document,
    payment.payerDocument,
    totals.total,
    dispatchBy,
  ],
  evaluate: ({ customer, payment, totals, currency, dispatchBy }, { facts: { authorisation }, now }) => {
    if (authorisation === undefined && payment.status === 'pending') return notApplicable
    const evidence: Evidence[] = []
    const payer = authorisation?.payerDocument ?? payment.payerDocument ?? ''
    const buyer = customer.document ?? ''
    if (personDocument(payer) !== '' && personDocument(buyer) !== '' && !samePerson(payer, buyer)) {
      const field = authorisation?.payerDocument ? 'authorisation.payerDocument' : 'payment.payerDocument'
      evidence.push({ field, expected: `the document of the customer, ${buyer}`, received: payer })
    }
    if (authorisation === undefined) return verdictOf(evidence, ['authorisation'])
    if (authorisation.total !== totals.total) {
      const expected = `${currency} ${authorisation.total} (minor units), as authorised`
      evidence.push({ field: 'totals.total', expected, received: `${currency} ${totals.total}` })
    }
    const until = dispatchBy !== undefined && dispatchBy > now ? dispatchBy : now
    if (authorisation.endsAt !== undefined && authorisation.endsAt < until) {
      const expected = `an authorisation that lasts until ${until}`
      evidence.push({ field: 'authorisation.endsAt', expected, received: authorisation.endsAt })
    }
    return verdictOf(evidence)
  },
})
