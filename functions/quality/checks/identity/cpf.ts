import { cpf } from 'cpf-cnpj-validator'
import { defineCheck, notApplicable, verdictOf } from '../check.ts'
import { documentKind, stripPunctuation } from './document.ts'

/** Check 3: 11 digits, not all equal, both check digits right (mod 11). A wrong one is SEFAZ rejection 237. */
export const cpfCheck = defineCheck({
  code: 'cpf',
  number: 3,
  version: 1,
  mode: 'block',
  department: 'front-office',
  customerCanCorrect: true,
  relevant: ({ customer }) => customer.document,
  evaluate: ({ customer: { document } }) => {
    if (document === undefined || stripPunctuation(document) === '' || documentKind(document) !== 'cpf')
      return notApplicable
    const received = stripPunctuation(document)
    if (received.length !== 11) {
      return verdictOf([
        {
          field: 'customer.document',
          expected: 'a CPF of 11 digits',
          received: `${document} (${received.length} digits)`,
        },
      ])
    }
    const expected = 'a CPF whose check digits fit'
    return verdictOf(isValid(received) ? [] : [{ field: 'customer.document', expected, received: document }])
  },
})

/** The library's own verdict also refuses 123.456.789-09, a number like any other by the rule. */
function isValid(digits: string): boolean {
  const first = cpf.verifierDigit(digits.slice(0, 9))
  const second = cpf.verifierDigit(digits.slice(0, 9) + first)
  return digits.endsWith(`${first}${second}`) && !/^(\d)\1*$/.test(digits)
}
