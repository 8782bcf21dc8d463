import type { Address, OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { Correction } from '../check.ts'
import { collapseSpaces, properCase } from './normalize-text.ts'
import { e164 } from './phone-number.ts'
import { stateOf, stateOfCep } from './states.ts'

type Part = 'shippingAddress' | 'billingAddress'

/**
 * Certain corrections of the shipping address and the customer's telephone: spaces, case, telephones in E.164, and the
 * state of the CEP when only the state is missing.
 */
export function correctedRecipient({ customer, shippingAddress }: OrderSnapshot): Correction[] {
  const { recipient, street, number, complement, district, city, phone } = shippingAddress
  const inPlace = (name: keyof Address) => `shippingAddress.${name}`
  return [
    ...correction(inPlace('recipient'), recipient, collapseSpaces),
    ...correction(inPlace('number'), number, collapseSpaces),
    ...correction(inPlace('complement'), complement, collapseSpaces),
    ...correction(inPlace('street'), street, (text) => properCase(collapseSpaces(text))),
    ...correction(inPlace('district'), district, (text) => properCase(collapseSpaces(text))),
    ...correction(inPlace('city'), city, (text) => properCase(collapseSpaces(text))),
    ...correction(inPlace('phone'), phone, e164),
    ...correction('customer.phone', customer.phone, e164),
    ...missingState(shippingAddress),
  ]
}

/** Certain corrections of both addresses: the CEP with its hyphen, the state in capitals. */
export const correctedAddresses = ({ shippingAddress, billingAddress }: OrderSnapshot): Correction[] => [
  ...correctedAddress('shippingAddress', shippingAddress),
  ...correctedAddress('billingAddress', billingAddress),
]

const correctedAddress = (part: Part, address: Address | undefined): Correction[] => [
  ...correction(`${part}.cep`, address?.cep, (cep) => cepDigits(cep)?.replace(/^(.{5})/, '$1-')),
  ...correction(`${part}.uf`, address?.uf, (uf) =>
    stateOf(uf) === undefined ? undefined : uf.trim().toUpperCase(),
  ),
]

function missingState({ street, number, district, city, uf, cep, ibgeCode }: Address): Correction[] {
  if ((uf ?? '') !== '' || [street, number, district, city].some((part) => (part ?? '') === '')) return []
  const after = stateOfCep(cepDigits(cep) ?? '')
  const agrees = (ibgeCode ?? '') === '' || ibgeCode?.startsWith(stateOf(after)?.ibge ?? '')
  return after === undefined || !agrees ? [] : [{ path: 'shippingAddress.uf', before: uf, after }]
}

/** The eight digits of a CEP. Undefined when the digits are not eight or other characters are present. */
function cepDigits(cep = ''): string | undefined {
  const digits = cep.replace(/[\s.-]/g, '')
  return /^\d{8}$/.test(digits) ? digits : undefined
}

/** A correction, unless the value is absent, its right form is uncertain, or it already has that form. */
function correction(
  path: string,
  before: string | undefined,
  correct: (value: string) => string | undefined,
): Correction[] {
  const after = before === undefined || before === '' ? undefined : correct(before)
  return after === undefined || after === before ? [] : [{ path, before, after }]
}
