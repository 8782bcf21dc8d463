import { addressIncomplete } from './address-incomplete.ts'
import { arithmetic } from './arithmetic.ts'
import { carrierLimits } from './carrier-limits.ts'
import { cepUf } from './cep-uf.ts'
import { channelFees } from './channel-fees.ts'
import type { Check } from './check.ts'
import { cnpjCheck } from './cnpj.ts'
import { cpfCheck } from './cpf.ts'
import { dispatchDeadline } from './dispatch-deadline.ts'
import { fraud } from './fraud.ts'
import { freight } from './freight.ts'
import { intermediary } from './intermediary.ts'
import { interstate } from './interstate.ts'
import { invoiceCoherence } from './invoice-coherence.ts'
import { itemFiscalData } from './item-fiscal-data.ts'
import { lastLook } from './last-look.ts'
import { listingMapping } from './listing-mapping.ts'
import { municipalityUf } from './municipality-uf.ts'
import { openProblem } from './open-problem.ts'
import { oversell } from './oversell.ts'
import { packScan } from './pack-scan.ts'
import { paymentCoverage } from './payment-coverage.ts'
import { paymentIdentity } from './payment-identity.ts'
import { price } from './price.ts'
import { probableDuplicate } from './probable-duplicate.ts'
import { recipient } from './recipient.ts'
import { repeatedDelivery } from './repeated-delivery.ts'
import { reservation } from './reservation.ts'
import { stateRegistration } from './state-registration.ts'
import { weightMismatch } from './weight-mismatch.ts'

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
