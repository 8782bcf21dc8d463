import { cnpj } from 'cpf-cnpj-validator'
import { defineCheck, notApplicable, verdictOf } from '../check.ts'
import { documentKind, stripPunctuation } from './document.ts'

/**
 * A CNPJ has 12 characters of 0-9 and A-Z (letters since July 2026) and two valid check digits (mod 11). SEFAZ rejects
 * an invalid one (208).
 */
export const cnpjCheck = defineCheck({
  code: 'cnpj',
  number: 4,
  version: 1,
  mode: 'block',
  department: 'front-office',
  customerCanCorrect: true,
  relevant: ({ customer }) => customer.document,
  evaluate: ({ customer: { document } }) => {
    if (document === undefined || documentKind(document) !== 'cnpj') return notApplicable
    const received = stripPunctuation(document)
    if (!/^[0-9A-Z]{12}\d{2}$/.test(received)) {
      const expected = 'a CPF of 11 digits, or a CNPJ of 12 letters or digits and 2 check digits'
      return verdictOf([{ field: 'customer.document', expected, received: document }])
    }
    const expected = 'a CNPJ with valid check digits'
    return verdictOf(
      cnpj.isValid(received) ? [] : [{ field: 'customer.document', expected, received: document }],
    )
  },
})
