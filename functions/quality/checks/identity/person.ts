import type { Address } from '../../../../events/orders/order-schema.ts'
import { stripPunctuation } from './document.ts'

/** The national digits of a telephone number, equal for every notation; empty when there are none. */
export function phoneDigits(phone: string | undefined): string {
  const digits = (phone ?? '').replace(/\D/g, '').replace(/^0+/, '')
  return digits.length > 11 && digits.startsWith('55') ? digits.slice(2) : digits
}

/** A document without punctuation; empty when there is none. */
export const personDocument = (document: string | undefined): string => stripPunctuation(document ?? '')

/**
 * True when both documents belong to one person: the same CPF, or CNPJs of one company (same first eight characters).
 */
export function samePerson(one: string, other: string): boolean {
  const [a, b] = [stripPunctuation(one), stripPunctuation(other)]
  return a === b || (a.length === 14 && b.length === 14 && a.slice(0, 8) === b.slice(0, 8))
}

/** CEP and house number as one key, equal for every notation; empty when one is missing. */
export function addressKey({ cep, number }: Pick<Address, 'cep' | 'number'>): string {
  const digits = (cep ?? '').replace(/\D/g, '')
  const house = (number ?? '').replace(/[\s./-]/g, '').toUpperCase()
  return digits === '' || house === '' ? '' : `${digits}#${house}`
}
