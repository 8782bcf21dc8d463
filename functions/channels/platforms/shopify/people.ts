import type { Address, Customer } from '../../../../events/orders/order-schema.ts'
import { at, listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import { type Note, words, wordsAt } from '../../canonical/mapping.ts'
import { documentIn, joined, noteCountry, stateOf, streetAndNumber } from '../../canonical/reading.ts'

/** The buyer; a shop that sells without asking for a name has its customer's id in its place. */
export function customerOf(order: Payload): Customer {
  const customer = at(order, 'customer')
  const names = [customer, at(order, 'billing_address'), at(order, 'shipping_address')]
  const name = names
    .map((from) => joined(textAt(from, 'first_name'), textAt(from, 'last_name')) ?? textAt(from, 'name'))
    .find((one) => one !== undefined)
  return {
    name: words(name, 120) ?? `Shopify ${textAt(customer, 'id') ?? textAt(order, 'id') ?? ''}`.trim(),
    email: wordsAt(order, 254, 'email', 'contact_email') ?? wordsAt(customer, 254, 'email'),
    phone: words(
      textAt(order, 'phone') ??
        textAt(customer, 'phone') ??
        textAt(at(order, 'shipping_address'), 'phone') ??
        textAt(at(order, 'billing_address'), 'phone'),
      30,
    ),
    document: documentOf(order),
  }
}

/**
 * CPF or CNPJ from wherever a shop keeps it: the localized field of Brazil, a note attribute named so, or the company
 * field of an address, where many checkouts put it.
 */
function documentOf(order: Payload): string | undefined {
  const localized = [...listAt(order, 'localized_fields'), ...listAt(order, 'localizedFields', 'nodes')]
  const credential = localized.find((one) => textAt(one, 'key')?.toUpperCase() === 'TAX_CREDENTIAL_BR')
  const attribute = listAt(order, 'note_attributes').find((one) =>
    /\b(?:cpf|cnpj)\b/i.test((textAt(one, 'name') ?? '').replace(/[_-]/g, ' ')),
  )
  return (
    wordsAt(credential, 24, 'value') ??
    wordsAt(attribute, 24, 'value') ??
    documentIn(textAt(at(order, 'billing_address'), 'company')) ??
    documentIn(textAt(at(order, 'shipping_address'), 'company'))
  )
}

/** An address of Shopify, whose house number stands behind a comma at the end of the street, if anywhere. */
export function addressOf(from: Payload, path: string, note: Note): Address {
  noteCountry(from, note, path, 'country_code', 'country')
  return {
    recipient: words(
      textAt(from, 'name') ?? joined(textAt(from, 'first_name'), textAt(from, 'last_name')),
      100,
    ),
    ...streetAndNumber(textAt(from, 'address1')),
    complement: wordsAt(from, 80, 'address2'),
    city: wordsAt(from, 80, 'city'),
    uf: stateOf(textAt(from, 'province_code', 'province')),
    cep: wordsAt(from, 20, 'zip'),
    phone: wordsAt(from, 30, 'phone'),
  }
}
