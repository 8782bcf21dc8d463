import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, notApplicable, verdictOf } from '../check.ts'
import { stripPunctuation } from '../identity/document.ts'

/**
 * The invoice of a marketplace sale names the marketplace as intermediary, by its CNPJ and the seller's id there. The
 * invoice of any other sale names none (SEFAZ 434, 435).
 */
export const intermediary = defineCheck({
  code: 'intermediary',
  number: 24,
  version: 1,
  mode: 'block',
  department: 'finance',
  customerCanCorrect: false,
  needs: ['marketplaces'],
  relevant: ({ channel }) => channel,
  evaluate: ({ channel }, { facts: { marketplaces, intermediary: named } }) => {
    const marketplace = marketplaces.find((one) => one.channel === channel)
    const document = named?.document ?? ''
    if (marketplace === undefined) {
      const expected = `no intermediary, as ${channel} is no marketplace`
      return named === undefined
        ? notApplicable
        : verdictOf(document === '' ? [] : [{ field: 'intermediary.document', expected, received: document }])
    }
    if (named === undefined) return verdictOf([], ['intermediary'])
    const evidence: Evidence[] = []
    if (stripPunctuation(document) !== stripPunctuation(marketplace.document))
      evidence.push({
        field: 'intermediary.document',
        expected: `${marketplace.document}, the CNPJ of ${channel}`,
        received: document || 'none',
      })
    if (named.sellerId === undefined)
      evidence.push({
        field: 'intermediary.sellerId',
        expected: `the seller’s id on ${channel}`,
        received: 'none',
      })
    return verdictOf(evidence)
  },
})
