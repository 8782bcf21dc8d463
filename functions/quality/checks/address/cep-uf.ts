import type { Address } from '../../../../events/orders/order-schema.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck } from '../check.ts'
import { correctedAddresses } from './address-corrections.ts'
import { evaluateEachAddress } from './each-address.ts'
import { stateOf, stateOfCep } from './states.ts'

/** The CEP has eight digits and lies in the address's state. Check 9 reports a missing part. */
export const cepUf = defineCheck({
  code: 'cep-uf',
  number: 7,
  version: 1,
  mode: 'hold',
  department: 'front-office',
  customerCanCorrect: true,
  correct: correctedAddresses,
  relevant: ({ shippingAddress, billingAddress }) => [
    shippingAddress.cep,
    shippingAddress.uf,
    billingAddress?.cep,
    billingAddress?.uf,
  ],
  evaluate: (order) => evaluateEachAddress(order, inspect),
})

/** Evidence about the CEP. Undefined when the address has no CEP or no state to compare. */
function inspect(field: string, address: Address): Evidence[] | undefined {
  const cep = address.cep?.replace(/[\s.-]/g, '') ?? ''
  const uf = address.uf?.trim().toUpperCase() ?? ''
  if (cep === '' || stateOf(uf) === undefined) return undefined
  const received = address.cep ?? ''
  if (!/^\d{8}$/.test(cep)) return [{ field: `${field}.cep`, expected: 'a CEP of 8 digits', received }]
  const lies = stateOfCep(cep)
  if (lies === uf) return []
  return [
    {
      field: `${field}.cep`,
      expected: `a CEP of ${uf}`,
      received: lies === undefined ? `${received}, a CEP of no state` : `${received}, a CEP of ${lies}`,
    },
  ]
}
