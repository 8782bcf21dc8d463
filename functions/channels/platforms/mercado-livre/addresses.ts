import type { Address } from '../../../../events/orders/order-schema.ts'
import { at, type Payload, textAt } from '../../canonical/exact-json.ts'
import { type Note, words, wordsAt } from '../../canonical/mapping.ts'
import { noteCountry, phoneIn, stateOf } from '../../canonical/reading.ts'

/** Where a shipment goes, in the new format (`destination`) or the old (`receiver_address`); empty without one. */
export function shippingAddressOf(shipment: Payload, note: Note): Address {
  const destination = at(shipment, 'destination')
  const old = at(shipment, 'receiver_address')
  const place = Object.keys(old).length === 0 ? at(destination, 'shipping_address') : old
  noteCountry(at(place, 'country'), note, 'shipment.destination', 'id', 'name')
  return {
    recipient: words(textAt(destination, 'receiver_name') ?? textAt(old, 'receiver_name'), 100),
    street: wordsAt(place, 120, 'street_name', 'address_line'),
    number: wordsAt(place, 20, 'street_number'),
    complement: wordsAt(place, 80, 'comment'),
    district: wordsAt(at(place, 'neighborhood'), 80, 'name'),
    city: wordsAt(at(place, 'city'), 80, 'name'),
    uf: stateOf(textAt(at(place, 'state'), 'id', 'name')),
    cep: wordsAt(place, 20, 'zip_code'),
    phone: phoneIn(textAt(destination, 'receiver_phone') ?? textAt(old, 'receiver_phone')),
  }
}

/** The address for the invoice; none when the buyer's billing information has none. */
export function billingAddressOf(place: Payload, note: Note): Address | undefined {
  if (Object.keys(place).length === 0) return undefined
  noteCountry(place, note, 'billing_info.address', 'country_id')
  return {
    street: wordsAt(place, 120, 'street_name'),
    number: wordsAt(place, 20, 'street_number'),
    complement: wordsAt(place, 80, 'comment'),
    district: wordsAt(place, 80, 'neighborhood'),
    city: wordsAt(place, 80, 'city_name'),
    uf: stateOf(textAt(at(place, 'state'), 'code', 'name')),
    cep: wordsAt(place, 20, 'zip_code'),
  }
}
