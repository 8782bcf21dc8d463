import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'
import { stripPunctuation } from '../identity/document.ts'

/**
 * The invoice is authorised, belongs to this order only (SEFAZ 204, 539) and matches its current version: recipient
 * and total are the order's.
 */
export const invoiceCoherence = defineCheck({
  code: 'invoice-coherence',
  number: 25,
  version: 1,
  mode: 'block',
  department: 'finance',
  customerCanCorrect: false,
  needs: ['invoice'],
  relevant: ({ customer, totals, contentVersion }) => [customer.document, totals.total, contentVersion],
  evaluate: ({ id, customer, totals, currency, contentVersion }, { facts: { invoice } }) => {
    const evidence: Evidence[] = []
    const compare = (part: string, expected: string, received: string): void => {
      if (expected !== received) evidence.push({ field: `invoice.${part}`, expected, received })
    }
    compare('status', 'authorised', invoice.status)
    if (invoice.alsoOf !== undefined && invoice.alsoOf !== id)
      evidence.push({
        field: 'invoice.key',
        expected: `an invoice of ${id} only`,
        received: `of ${invoice.alsoOf} too`,
      })
    // Check 5 reports a customer without a document.
    const document = stripPunctuation(customer.document ?? '')
    if (document !== '') compare('recipientDocument', document, stripPunctuation(invoice.recipientDocument))
    compare('total', `${currency} ${totals.total}`, `${currency} ${invoice.total}`)
    compare('contentVersion', `${contentVersion}`, `${invoice.contentVersion}`)
    return verdictOf(evidence)
  },
})
