import type { Address, Customer } from '../../../../events/orders/order-schema.ts'
import { at, listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import { cleanText, cleanTextAt, type ReportUnmapped } from '../../canonical/mapping.ts'
import {
  documentIn,
  joinText,
  reportForeignCountry,
  stateOf,
  streetAndNumber,
} from '../../canonical/reading.ts'

/** The buyer; in a shop that asks for no name, the customer's id takes its place. */
export function customerOf(order: Payload): Customer {
  const customer = at(order, 'customer')
  const names = [customer, at(order, 'billing_address'), at(order, 'shipping_address')]
  const name = names
    .map((from) => joinText(textAt(from, 'first_name'), textAt(from, 'last_name')) ?? textAt(from, 'name'))
    .find((one) => one !== undefined)
  return {
    name: cleanText(name, 120) ?? `Shopify ${textAt(customer, 'id') ?? textAt(order, 'id') ?? ''}`.trim(),
    email: cleanTextAt(order, 254, 'email', 'contact_email') ?? cleanTextAt(customer, 254, 'email'),
    phone: cleanText(
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
 * CPF or CNPJ from any field in which shops store it: the localized field of Brazil, a note attribute with that
 * name, or the company field of an address.
 */
function documentOf(order: Payload): string | undefined {
  const localized = [...listAt(order, 'localized_fields'), ...listAt(order, 'localizedFields', 'nodes')]
  const credential = localized.find((one) => textAt(one, 'key')?.toUpperCase() === 'TAX_CREDENTIAL_BR')
  const attribute = listAt(order, 'note_attributes').find((one) =>
    /\b(?:cpf|cnpj)\b/i.test((textAt(one, 'name') ?? '').replace(/[_-]/g, ' ')),
  )
  return (
    cleanTextAt(credential, 24, 'value') ??
    cleanTextAt(attribute, 24, 'value') ??
    documentIn(textAt(at(order, 'billing_address'), 'company')) ??
    documentIn(textAt(at(order, 'shipping_address'), 'company'))
  )
}

/** An address of Shopify; the house number follows a comma at the end of the street. */
export function addressOf(from: Payload, path: string, report: ReportUnmapped): Address {
  reportForeignCountry(from, report, path, 'country_code', 'country')
  return {
    recipient: cleanText(
      textAt(from, 'name') ?? joinText(textAt(from, 'first_name'), textAt(from, 'last_name')),
      100,
    ),
    ...streetAndNumber(textAt(from, 'address1')),
    complement: cleanTextAt(from, 80, 'address2'),
    city: cleanTextAt(from, 80, 'city'),
    uf: stateOf(textAt(from, 'province_code', 'province')),
    cep: cleanTextAt(from, 20, 'zip'),
    phone: cleanTextAt(from, 30, 'phone'),
  }
}
