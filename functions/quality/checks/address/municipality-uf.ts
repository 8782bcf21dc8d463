import type { Address } from '../../../../events/orders/order-schema.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck } from '../check.ts'
import { evaluateEachAddress } from './each-address.ts'
import { stateOf } from './states.ts'

/** The first two digits of the IBGE code match the state. SEFAZ rejects a mismatch (275, 279). */
export const municipalityUf = defineCheck({
  code: 'municipality-uf',
  number: 8,
  version: 1,
  mode: 'block',
  department: 'front-office',
  customerCanCorrect: false,
  relevant: ({ shippingAddress, billingAddress }) => [
    shippingAddress.ibgeCode,
    shippingAddress.uf,
    billingAddress?.ibgeCode,
    billingAddress?.uf,
  ],
  evaluate: (order) => evaluateEachAddress(order, inspect),
})

function inspect(field: string, address: Address): Evidence[] | undefined {
  const code = address.ibgeCode?.trim() ?? ''
  const state = stateOf(address.uf)
  if (code === '' || state === undefined) return undefined
  if (/^\d{7}$/.test(code) && code.startsWith(state.ibge)) return []
  return [{ field: `${field}.ibgeCode`, expected: `7 digits that begin with ${state.ibge}`, received: code }]
}
