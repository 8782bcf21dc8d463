import { addressIncomplete } from './checks/address-incomplete.ts'
import { arithmetic } from './checks/arithmetic.ts'
import { cepUf } from './checks/cep-uf.ts'
import { channelFees } from './checks/channel-fees.ts'
import type { Check } from './checks/check.ts'
import { cnpjCheck } from './checks/cnpj.ts'
import { cpfCheck } from './checks/cpf.ts'
import { fraud } from './checks/fraud.ts'
import { listingMapping } from './checks/listing-mapping.ts'
import { municipalityUf } from './checks/municipality-uf.ts'
import { openProblem } from './checks/open-problem.ts'
import { oversell } from './checks/oversell.ts'
import { paymentCoverage } from './checks/payment-coverage.ts'
import { paymentIdentity } from './checks/payment-identity.ts'
import { price } from './checks/price.ts'
import { probableDuplicate } from './checks/probable-duplicate.ts'
import { recipient } from './checks/recipient.ts'
import { repeatedDelivery } from './checks/repeated-delivery.ts'
import { reservation } from './checks/reservation.ts'
import { stateRegistration } from './checks/state-registration.ts'

/** Every check that is made before dispatch, in the order in which an analyst reads them. */
export const checks: readonly Check[] = [
  repeatedDelivery,
  probableDuplicate,
  cpfCheck,
  cnpjCheck,
  recipient,
  stateRegistration,
  cepUf,
  municipalityUf,
  addressIncomplete,
  paymentCoverage,
  paymentIdentity,
  arithmetic,
  price,
  channelFees,
  listingMapping,
  oversell,
  reservation,
  fraud,
  openProblem,
]
