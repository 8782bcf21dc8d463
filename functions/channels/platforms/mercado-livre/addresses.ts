import type { Address } from '../../../../events/orders/order-schema.ts'
import { at, type Payload, textAt } from '../../canonical/exact-json.ts'
import { cleanText, cleanTextAt, type ReportUnmapped } from '../../canonical/mapping.ts'
import { phoneIn, reportForeignCountry, stateOf } from '../../canonical/reading.ts'

/**
 * The destination of a shipment, in the new format (`destination`) or the old (`receiver_address`); empty
 * without one.
 */
export function shippingAddressOf(shipment: Payload, report: ReportUnmapped): Address {
  const destination = at(shipment, 'destination')
  const old = at(shipment, 'receiver_address')
  const place = Object.keys(old).length === 0 ? at(destination, 'shipping_address') : old
  reportForeignCountry(at(place, 'country'), report, 'shipment.destination', 'id', 'name')
  return {
    recipient: cleanText(textAt(destination, 'receiver_name') ?? textAt(old, 'receiver_name'), 100),
    street: cleanTextAt(place, 120, 'street_name', 'address_line'),
    number: cleanTextAt(place, 20, 'street_number'),
    complement: cleanTextAt(place, 80, 'comment'),
    district: cleanTextAt(at(place, 'neighborhood'), 80, 'name'),
    city: cleanTextAt(at(place, 'city'), 80, 'name'),
    uf: stateOf(textAt(at(place, 'state'), 'id', 'name')),
    cep: cleanTextAt(place, 20, 'zip_code'),
    phone: phoneIn(textAt(destination, 'receiver_phone') ?? textAt(old, 'receiver_phone')),
  }
}

/** The billing address; undefined when the billing information has none. */
export function billingAddressOf(place: Payload, report: ReportUnmapped): Address | undefined {
  if (Object.keys(place).length === 0) return undefined
  reportForeignCountry(place, report, 'billing_info.address', 'country_id')
  return {
    street: cleanTextAt(place, 120, 'street_name'),
    number: cleanTextAt(place, 20, 'street_number'),
    complement: cleanTextAt(place, 80, 'comment'),
    district: cleanTextAt(place, 80, 'neighborhood'),
    city: cleanTextAt(place, 80, 'city_name'),
    uf: stateOf(textAt(at(place, 'state'), 'code', 'name')),
    cep: cleanTextAt(place, 20, 'zip_code'),
  }
}
