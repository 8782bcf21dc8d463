import { cnpj, cpf } from 'cpf-cnpj-validator'

const digitsOf = (check: { verifierDigit(digits: string): number }, digits: string): string => {
  const first = check.verifierDigit(digits)
  return `${digits}${first}${check.verifierDigit(`${digits}${first}`)}`
}

/** CPF of the n-th fictitious person: valid check digits, unique below 10 million. */
export const sampleCpf = (n: number): string =>
  digitsOf(cpf, String(100_000_000 + (n % 10_000_000) * 89)).replace(/(...)(...)(...)(..)/, '$1.$2.$3-$4')

/** CNPJ of a company's n-th establishment; `company` is the common prefix of eight characters. */
export const sampleCnpj = (company: string, n: number): string =>
  digitsOf(cnpj, `${company}${String(1 + (n % 9999)).padStart(4, '0')}`).replace(
    /(..)(...)(...)(....)(..)/,
    '$1.$2.$3/$4-$5',
  )

/** The same document with a wrong check digit. */
export const withWrongDigit = (document: string): string =>
  `${document.slice(0, -1)}${(Number(document.at(-1)) + 1) % 10}`
