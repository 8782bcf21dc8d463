import { addressIncomplete } from './checks/address-incomplete.ts'
import { arithmetic } from './checks/arithmetic.ts'
import { cepUf } from './checks/cep-uf.ts'
import type { Check } from './checks/check.ts'
import { cnpjCheck } from './checks/cnpj.ts'
import { cpfCheck } from './checks/cpf.ts'
import { municipalityUf } from './checks/municipality-uf.ts'
import { paymentCoverage } from './checks/payment-coverage.ts'
import { repeatedDelivery } from './checks/repeated-delivery.ts'

/** Every check that is made before dispatch, in the order in which an analyst reads them. */
export const checks: readonly Check[] = [
  repeatedDelivery,
  cpfCheck,
  cnpjCheck,
  cepUf,
  municipalityUf,
  addressIncomplete,
  paymentCoverage,
  arithmetic,
]
