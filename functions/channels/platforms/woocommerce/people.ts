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

/** Texts of an order's `meta_data` by key, the last of a key: where plug-ins keep what WooCommerce has no field for. */
export const metaOf = (order: Payload): ReadonlyMap<string, string> =>
  new Map(
    listAt(order, 'meta_data').flatMap((one) => {
      const [key, value] = [textAt(one, 'key'), textAt(one, 'value')]
      return key === undefined || value === undefined ? [] : [[key, value] as const]
    }),
  )

/** The buyer by their billing data; the Brazilian plug-ins say by `persontype` 2 that it is a company. */
export function customerOf(order: Payload, meta: ReadonlyMap<string, string>): Customer {
  const billing = at(order, 'billing')
  const person = joinText(textAt(billing, 'first_name'), textAt(billing, 'last_name'))
  const company = textAt(billing, 'company')
  const [cpf, cnpj] = (['cpf', 'cnpj'] as const).map(
    (field) => textAt(billing, field) ?? meta.get(`_billing_${field}`) ?? meta.get(`billing_${field}`),
  )
  const isCompany = (textAt(billing, 'persontype') ?? meta.get('_billing_persontype')) === '2'
  return {
    name: cleanText((isCompany ? company : undefined) ?? person ?? company, 120) ?? nameless(order),
    email: cleanTextAt(billing, 254, 'email'),
    phone: cleanText(textAt(billing, 'cellphone', 'phone') ?? meta.get('_billing_cellphone'), 30),
    document: cleanText((isCompany ? (cnpj ?? cpf) : (cpf ?? cnpj)) ?? documentIn(company), 24),
  }
}

const nameless = (order: Payload): string => `WooCommerce ${textAt(order, 'customer_id', 'id') ?? ''}`.trim()

/** An address; number and district stand in fields of the Brazilian plug-ins, else the number ends the street. */
export function addressOf(
  from: Payload,
  prefix: '_billing' | '_shipping',
  meta: ReadonlyMap<string, string>,
  report: ReportUnmapped,
): Address {
  reportForeignCountry(from, report, prefix.slice(1), 'country')
  const number = cleanText(textAt(from, 'number') ?? meta.get(`${prefix}_number`), 20)
  const line = textAt(from, 'address_1')
  return {
    recipient: cleanText(
      joinText(textAt(from, 'first_name'), textAt(from, 'last_name')) ?? textAt(from, 'company'),
      100,
    ),
    ...(number === undefined ? streetAndNumber(line) : { street: cleanText(line, 120), number }),
    complement: cleanTextAt(from, 80, 'address_2'),
    district: cleanText(textAt(from, 'neighborhood') ?? meta.get(`${prefix}_neighborhood`), 80),
    city: cleanTextAt(from, 80, 'city'),
    uf: stateOf(textAt(from, 'state')),
    cep: cleanTextAt(from, 20, 'postcode'),
    phone: cleanTextAt(from, 30, 'phone'),
  }
}
