import type { Address, Customer } from '../../../../events/orders/order-schema.ts'
import { at, type Payload, textAt } from '../../canonical/exact-json.ts'
import { type Note, words, wordsAt } from '../../canonical/mapping.ts'
import { joined, noteCountry, stateOf } from '../../canonical/reading.ts'

/** The buyer; a company by its corporate name and CNPJ. */
export function customerOf(order: Payload): Customer {
  const profile = at(order, 'clientProfileData')
  const isCompany = profile['isCorporate'] === true
  const person = joined(textAt(profile, 'firstName'), textAt(profile, 'lastName'))
  const company = textAt(profile, 'corporateName', 'tradeName')
  const receiver = textAt(at(order, 'shippingData', 'address'), 'receiverName')
  const name = (isCompany ? company : undefined) ?? person ?? company ?? receiver
  const [cpf, cnpj] = [textAt(profile, 'document'), textAt(profile, 'corporateDocument')]
  return {
    name:
      words(name, 120) ?? `VTEX ${textAt(profile, 'userProfileId') ?? textAt(order, 'orderId') ?? ''}`.trim(),
    email: wordsAt(profile, 254, 'email'),
    phone: words((isCompany ? textAt(profile, 'corporatePhone') : undefined) ?? textAt(profile, 'phone'), 30),
    document: words(isCompany ? (cnpj ?? cpf) : (cpf ?? cnpj), 24),
  }
}

/** An address of VTEX, which has a field for each part. */
export function addressOf(from: Payload, path: string, note: Note): Address {
  noteCountry(from, note, path, 'country')
  return {
    recipient: wordsAt(from, 100, 'receiverName'),
    street: wordsAt(from, 120, 'street'),
    number: wordsAt(from, 20, 'number'),
    complement: wordsAt(from, 80, 'complement'),
    district: wordsAt(from, 80, 'neighborhood'),
    city: wordsAt(from, 80, 'city'),
    uf: stateOf(textAt(from, 'state')),
    cep: wordsAt(from, 20, 'postalCode'),
  }
}
