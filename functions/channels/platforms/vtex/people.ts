import type { Address, Customer } from '../../../../events/orders/order-schema.ts'
import { at, type Payload, textAt } from '../../canonical/exact-json.ts'
import { cleanText, cleanTextAt, type ReportUnmapped } from '../../canonical/mapping.ts'
import { joinText, reportForeignCountry, stateOf } from '../../canonical/reading.ts'

/** The buyer; for a company its corporate name and CNPJ. */
export function customerOf(order: Payload): Customer {
  const profile = at(order, 'clientProfileData')
  const isCompany = profile['isCorporate'] === true
  const person = joinText(textAt(profile, 'firstName'), textAt(profile, 'lastName'))
  const company = textAt(profile, 'corporateName', 'tradeName')
  const receiver = textAt(at(order, 'shippingData', 'address'), 'receiverName')
  const name = (isCompany ? company : undefined) ?? person ?? company ?? receiver
  const [cpf, cnpj] = [textAt(profile, 'document'), textAt(profile, 'corporateDocument')]
  return {
    name:
      cleanText(name, 120) ??
      `VTEX ${textAt(profile, 'userProfileId') ?? textAt(order, 'orderId') ?? ''}`.trim(),
    email: cleanTextAt(profile, 254, 'email'),
    phone: cleanText(
      (isCompany ? textAt(profile, 'corporatePhone') : undefined) ?? textAt(profile, 'phone'),
      30,
    ),
    document: cleanText(isCompany ? (cnpj ?? cpf) : (cpf ?? cnpj), 24),
  }
}

/** An address of VTEX, which has a field for each part. */
export function addressOf(from: Payload, path: string, report: ReportUnmapped): Address {
  reportForeignCountry(from, report, path, 'country')
  return {
    recipient: cleanTextAt(from, 100, 'receiverName'),
    street: cleanTextAt(from, 120, 'street'),
    number: cleanTextAt(from, 20, 'number'),
    complement: cleanTextAt(from, 80, 'complement'),
    district: cleanTextAt(from, 80, 'neighborhood'),
    city: cleanTextAt(from, 80, 'city'),
    uf: stateOf(textAt(from, 'state')),
    cep: cleanTextAt(from, 20, 'postalCode'),
  }
}
