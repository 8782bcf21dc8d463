import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'
import { correctedRecipient } from './address-corrections.ts'
import { stateOf } from './states.ts'

/** The maximum length of an address field of the recipient in an invoice (NF-e 4.00, TEndereco). */
const maxLength = 60

/**
 * Recipient, street, number (or S/N), district, city, state, CEP and telephone are present and fit the fields of the
 * invoice. A missing part is expensive once the parcel is in transit.
 */
export const addressIncomplete = defineCheck({
  code: 'address-incomplete',
  number: 9,
  version: 1,
  mode: 'hold',
  department: 'front-office',
  customerCanCorrect: true,
  correct: correctedRecipient,
  relevant: ({ customer, shippingAddress }) => [customer.name, customer.phone, shippingAddress],
  evaluate: ({
    customer,
    shippingAddress: { recipient, street, number, complement, district, city, uf, cep, phone },
  }) => {
    const needed = {
      recipient: recipient || customer.name,
      street,
      number,
      district,
      city,
      uf,
      cep,
      phone: phone || customer.phone,
    }
    const missing = Object.entries(needed).flatMap(([field, value]): Evidence[] =>
      value === undefined || value === ''
        ? [{ field: `shippingAddress.${field}`, expected: expected[field] ?? 'a value', received: 'nothing' }]
        : [],
    )
    const tooLong = Object.entries({
      recipient: needed.recipient,
      street,
      number,
      complement,
      district,
      city,
    }).flatMap(([field, value]): Evidence[] =>
      (value?.length ?? 0) > maxLength
        ? [
            {
              field: `shippingAddress.${field}`,
              expected: `${maxLength} characters at most`,
              received: `${value?.length} characters`,
            },
          ]
        : [],
    )
    const noState: Evidence[] =
      uf !== undefined && uf !== '' && stateOf(uf) === undefined
        ? [{ field: 'shippingAddress.uf', expected: 'the two letters of a state', received: uf }]
        : []
    return verdictOf([...missing, ...tooLong, ...noState])
  },
})

const expected: Readonly<Record<string, string>> = {
  number: 'a house number, or S/N for none',
  uf: 'the two letters of a state',
  phone: 'a telephone number of the recipient or the customer',
}
