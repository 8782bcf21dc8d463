import { isValidIe } from '@brazilian-utils/brazilian-utils/is-valid-ie'
import * as z from 'zod/mini'
import type { Facts } from '../../../../events/quality/facts.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { isState, type Uf } from '../address/states.ts'
import { defineCheck, notApplicable, verdictOf } from '../check.ts'

const field = 'recipientTax.stateRegistration'

/** States whose tax office accepts no exempt taxpayers (SEFAZ 805, technical note 2015.003 and later). */
const withoutExemption: Uf[] = ['AM', 'BA', 'CE', 'GO', 'MG', 'MS', 'MT', 'PA', 'PE', 'RN', 'SE', 'SP']

/**
 * A taxpayer has a well-formed state registration (SEFAZ 210, 728) or is exempt in a state that allows
 * exemption (805); a customer who is no taxpayer buys as final consumer (696).
 *
 * Verified: length, prefix and check digits by each state's published rule (SINTEGRA; for Goias its own tax office),
 * as the library implements them. Where a state publishes no rule, the library is lenient: Distrito Federal follows
 * Acre's rule with prefix 07, and any nine digits are valid for Tocantins. Not verified: that the number was issued,
 * is active and is this recipient's (232, 233, 234); only the tax office's own register can tell.
 */
export const stateRegistration = defineCheck({
  code: 'state-registration',
  number: 6,
  version: 1,
  mode: 'block',
  department: 'finance',
  customerCanCorrect: true,
  needs: ['recipientTax'],
  thresholds: z.strictObject({
    /** States in which `ISENTO` is rejected. */
    noExemptionIn: z._default(
      z.array(z.string().check(z.refine(isState, 'the two letters of a state'))),
      withoutExemption,
    ),
  }),
  relevant: ({ customer, shippingAddress, billingAddress }) => [
    customer.document,
    shippingAddress.uf,
    billingAddress?.uf,
  ],
  evaluate: (
    { shippingAddress, billingAddress },
    { facts: { recipientTax, fiscalItems }, thresholds: { noExemptionIn } },
  ) => {
    const { taxpayer, finalConsumer } = recipientTax
    const given = recipientTax.stateRegistration?.trim() ?? ''
    const evidence: Evidence[] = []
    if (!taxpayer && finalConsumer === false) {
      const expected = 'a final consumer, since the recipient is no taxpayer'
      evidence.push({ field: 'recipientTax.finalConsumer', expected, received: 'no final consumer' })
    }
    if (given === '' && !taxpayer) return verdictOf(evidence)
    const uf = (billingAddress?.uf || shippingAddress.uf || '').trim().toUpperCase()
    if (!isState(uf)) return evidence.length > 0 ? verdictOf(evidence) : notApplicable
    const received = given === '' ? 'nothing' : given
    if (/^isent[oa]$/i.test(given)) {
      const refused = taxpayer && noExemptionIn.includes(uf) && !isUntaxedSomewhere(fiscalItems)
      const expected = `the registration of a taxpayer in ${uf}, which exempts none`
      if (refused) evidence.push({ field, expected, received })
    } else if (!isWellFormed(given, uf)) {
      evidence.push({ field, expected: `a registration that is valid in ${uf}`, received })
    }
    return verdictOf(evidence)
  },
})

/**
 * The library ignores letters and punctuation of any kind. Only the usual separators and São Paulo's P are accepted
 * here.
 */
const isWellFormed = (registration: string, uf: Uf): boolean =>
  (uf === 'SP' ? /^p?[\d\s./-]+$/i : /^[\d\s./-]+$/).test(registration) &&
  /[1-9]/.test(registration) &&
  isValidIe({ value: registration.toUpperCase(), stateCode: uf })

/** SEFAZ accepts the exemption when an item is under tax substitution or not taxed (CSOSN 103, 300, 400). */
const isUntaxedSomewhere = (items: Facts['fiscalItems']): boolean =>
  items?.some(({ taxSubstitution, csosn }) => taxSubstitution || /^(?:103|300|400)$/.test(csosn ?? '')) ??
  false
