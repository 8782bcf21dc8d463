import { cpf } from 'cpf-cnpj-validator'
import { defineCheck, notApplicable, verdictOf } from '../check.ts'
import { documentKind, stripPunctuation } from './document.ts'

/** A CPF has 11 digits, not all equal, and two valid check digits (mod 11). SEFAZ rejects an invalid one (237). */
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
    const expected = 'a CPF with valid check digits'
    return verdictOf(isValid(received) ? [] : [{ field: 'customer.document', expected, received: document }])
  },
})

/** Validates the check digits. The library also rejects 123.456.789-09, which is valid by the rule. */
function isValid(digits: string): boolean {
  const first = cpf.verifierDigit(digits.slice(0, 9))
  const second = cpf.verifierDigit(digits.slice(0, 9) + first)
  return digits.endsWith(`${first}${second}`) && !/^(\d)\1*$/.test(digits)
}
