import { defineCheck, verdictOf } from '../check.ts'
import { personDocument } from '../identity/person.ts'

/**
 * The invoice's recipient has a CPF or CNPJ (SEFAZ 719, rule E01-10) and is not the store itself (220, rule E02-20).
 * SEFAZ applies 220 to consumer invoices only; a sale to oneself is wrong on any invoice.
 */
export const recipient = defineCheck({
  code: 'recipient',
  number: 5,
  version: 1,
  mode: 'block',
  department: 'front-office',
  customerCanCorrect: true,
  relevant: ({ customer }) => customer.document,
  evaluate: ({ customer }, { facts: { issuer } }) => {
    const document = personDocument(customer.document)
    if (document === '') {
      const expected = 'the CPF or CNPJ of the invoice’s recipient'
      return verdictOf([{ field: 'customer.document', expected, received: 'nothing' }])
    }
    if (issuer === undefined) return verdictOf([], ['issuer'])
    const expected = 'a document other than that of the issuing store'
    return verdictOf(
      document === personDocument(issuer.document)
        ? [{ field: 'customer.document', expected, received: customer.document ?? '' }]
        : [],
    )
  },
})
