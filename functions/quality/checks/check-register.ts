import { addressIncomplete } from './address/address-incomplete.ts'
import { cepUf } from './address/cep-uf.ts'
import { municipalityUf } from './address/municipality-uf.ts'
import { recipient } from './address/recipient.ts'
import type { Check } from './check.ts'
import { carrierLimits } from './dispatch/carrier-limits.ts'
import { dispatchDeadline } from './dispatch/dispatch-deadline.ts'
import { lastLook } from './dispatch/last-look.ts'
import { packScan } from './dispatch/pack-scan.ts'
import { weightMismatch } from './dispatch/weight-mismatch.ts'
import { intermediary } from './fiscal/intermediary.ts'
import { interstate } from './fiscal/interstate.ts'
import { invoiceCoherence } from './fiscal/invoice-coherence.ts'
import { itemFiscalData } from './fiscal/item-fiscal-data.ts'
import { stateRegistration } from './fiscal/state-registration.ts'
import { cnpjCheck } from './identity/cnpj.ts'
import { cpfCheck } from './identity/cpf.ts'
import { paymentIdentity } from './identity/payment-identity.ts'
import { arithmetic } from './money/arithmetic.ts'
import { channelFees } from './money/channel-fees.ts'
import { freight } from './money/freight.ts'
import { paymentCoverage } from './money/payment-coverage.ts'
import { price } from './money/price.ts'
import { fraud } from './risk/fraud.ts'
import { openProblem } from './risk/open-problem.ts'
import { probableDuplicate } from './risk/probable-duplicate.ts'
import { repeatedDelivery } from './risk/repeated-delivery.ts'
import { listingMapping } from './stock/listing-mapping.ts'
import { oversell } from './stock/oversell.ts'
import { reservation } from './stock/reservation.ts'

/** Every check before dispatch, in the order in which an analyst reads the results. */
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
