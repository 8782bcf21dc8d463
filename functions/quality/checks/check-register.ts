import { addressIncomplete } from './checks/address-incomplete.ts'
import { arithmetic } from './checks/arithmetic.ts'
import { carrierLimits } from './checks/carrier-limits.ts'
import { cepUf } from './checks/cep-uf.ts'
import { channelFees } from './checks/channel-fees.ts'
import type { Check } from './checks/check.ts'
import { cnpjCheck } from './checks/cnpj.ts'
import { cpfCheck } from './checks/cpf.ts'
import { dispatchDeadline } from './checks/dispatch-deadline.ts'
import { fraud } from './checks/fraud.ts'
import { freight } from './checks/freight.ts'
import { intermediary } from './checks/intermediary.ts'
import { interstate } from './checks/interstate.ts'
import { invoiceCoherence } from './checks/invoice-coherence.ts'
import { itemFiscalData } from './checks/item-fiscal-data.ts'
import { lastLook } from './checks/last-look.ts'
import { listingMapping } from './checks/listing-mapping.ts'
import { municipalityUf } from './checks/municipality-uf.ts'
import { openProblem } from './checks/open-problem.ts'
import { oversell } from './checks/oversell.ts'
import { packScan } from './checks/pack-scan.ts'
import { paymentCoverage } from './checks/payment-coverage.ts'
import { paymentIdentity } from './checks/payment-identity.ts'
import { price } from './checks/price.ts'
import { probableDuplicate } from './checks/probable-duplicate.ts'
import { recipient } from './checks/recipient.ts'
import { repeatedDelivery } from './checks/repeated-delivery.ts'
import { reservation } from './checks/reservation.ts'
import { stateRegistration } from './checks/state-registration.ts'
import { weightMismatch } from './checks/weight-mismatch.ts'

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
  dispatchDeadline,
  carrierLimits,
  weightMismatch,
  freight,
  itemFiscalData,
  interstate,
  intermediary,
  invoiceCoherence,
  fraud,
  openProblem,
  lastLook,
  packScan,
]
