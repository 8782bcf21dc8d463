import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { stateOf } from '../address/states.ts'
import { defineCheck, notApplicable, verdictOf } from '../check.ts'

/**
 * States whose sellers apply 7 % to sales into other regions: South and Southeast without Espírito Santo (Senate,
 * 22/1989).
 */
const richer = ['MG', 'PR', 'RJ', 'RS', 'SC', 'SP']

/**
 * A sale within the state has a CFOP of 5xxx, a sale to another state 6xxx (SEFAZ 523, 732, 733, 772, 773) and the
 * interstate rate: 4 % for imported goods, 7 % from the states listed here to the others, else 12 % (697, 698; Senate,
 * 22/1989 and 13/2012).
 */
export const interstate = defineCheck({
  code: 'interstate',
  number: 23,
  version: 1,
  mode: 'block',
  department: 'finance',
  customerCanCorrect: false,
  needs: ['issuer', 'fiscalItems'],
  relevant: ({ shippingAddress, lines }) => [shippingAddress.uf, lines.map(({ sku }) => sku)],
  evaluate: ({ shippingAddress, lines }, { facts: { issuer, fiscalItems } }) => {
    const [from, to] = [letters(issuer.uf), letters(shippingAddress.uf)]
    if (stateOf(from) === undefined || stateOf(to) === undefined) return notApplicable
    const sold = new Set(lines.map(({ sku }) => sku))
    const first = from === to ? '5' : '6'
    return verdictOf(
      fiscalItems.flatMap(({ sku, cfop, icmsRate, imported }, n): Evidence[] => {
        if (!sold.has(sku)) return []
        const evidence: Evidence[] = []
        if (!cfop.startsWith(first))
          evidence.push({
            field: `fiscalItems[${n}].cfop`,
            expected: `a CFOP of ${first}xxx from ${from} to ${to} for ${sku}`,
            received: cfop,
          })
        const rate = imported ? 4 : rateBetween(from, to)
        if (from !== to && icmsRate !== undefined && icmsRate !== rate)
          evidence.push({
            field: `fiscalItems[${n}].icmsRate`,
            expected: `${rate} % from ${from} to ${to} for ${sku}`,
            received: `${icmsRate} %`,
          })
        return evidence
      }),
    )
  },
})

const letters = (uf: string | undefined): string => uf?.trim().toUpperCase() ?? ''

const rateBetween = (from: string, to: string): number =>
  richer.includes(from) && !richer.includes(to) ? 7 : 12
