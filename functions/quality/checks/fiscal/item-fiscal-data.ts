import type { OrderFacts } from '../../../../events/quality/facts.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'

type FiscalItem = NonNullable<OrderFacts['fiscalItems']>[number]

/**
 * Each SKU has the fiscal data of the invoice: an NCM of 8 digits (SEFAZ 778), a CEST where tax substitution applies
 * (806), a GTIN with a valid check digit (611), and a CFOP allowed for its CSOSN (386).
 */
export const itemFiscalData = defineCheck({
  code: 'item-fiscal-data',
  number: 22,
  version: 1,
  mode: 'block',
  department: 'finance',
  customerCanCorrect: false,
  needs: ['fiscalItems'],
  relevant: ({ lines }) => lines.map(({ sku }) => sku),
  evaluate: ({ lines }, { facts: { fiscalItems } }) => {
    const sold = new Set(lines.map(({ sku }) => sku))
    const described = new Set(fiscalItems.map(({ sku }) => sku))
    const unknown = lines.flatMap(({ sku }, n): Evidence[] =>
      described.has(sku)
        ? []
        : [{ field: `lines[${n}].sku`, expected: `fiscal data of ${sku}`, received: 'none' }],
    )
    const wrong = fiscalItems.flatMap((item, n) =>
      sold.has(item.sku)
        ? inspect(item).map(([part, expected, received]) => ({
            field: `fiscalItems[${n}].${part}`,
            expected: `${expected} for ${item.sku}`,
            received,
          }))
        : [],
    )
    return verdictOf([...unknown, ...wrong])
  },
})

type Finding = readonly [part: string, expected: string, received: string]

function inspect({ ncm, cest = '', taxSubstitution, gtin = '', cfop, csosn }: FiscalItem): Finding[] {
  const findings: Finding[] = []
  if (!/^\d{8}$/.test(ncm)) findings.push(['ncm', 'an NCM of 8 digits', ncm])
  const substituted = taxSubstitution || (csosn !== undefined && withSubstitution.test(csosn))
  if ((substituted || cest !== '') && !/^\d{7}$/.test(cest))
    findings.push(['cest', 'a CEST of 7 digits', cest === '' ? 'none' : cest])
  if (gtin !== '' && gtin !== 'SEM GTIN' && !isGtin(gtin))
    findings.push(['gtin', 'a GTIN whose check digit fits, or SEM GTIN', gtin])
  const wrongCode = codesThatFit(cfop, csosn)
  if (wrongCode !== undefined) findings.push(['cfop', wrongCode, csosn ? `${cfop} with ${csosn}` : cfop])
  return findings
}

/**
 * CSOSN with tax substitution: the ICMS of later sales is paid in advance by us (201 to 203) or by our supplier (500).
 */
const withSubstitution = /^(?:20[123]|500)$/
const withoutSubstitution = /^(?:10[123]|300|400)$/

/**
 * What is wrong with a CFOP and its CSOSN; undefined when the two match. The last three digits of a CFOP name the kind
 * of sale; check 23 evaluates the first digit. Goods with tax paid by the supplier leave by 404 or 405 (fuel: 656,
 * 667), goods with tax paid by us by 401 to 403, all others by none of these. 910 is a gift. CSOSN 900 allows any.
 */
function codesThatFit(cfop: string, csosn: string | undefined): string | undefined {
  const kind = /^[567]\.?(\d{3})$/.exec(cfop)?.[1]
  if (kind === undefined) return 'a CFOP of a sale: 4 digits, the first 5, 6 or 7'
  if (csosn === undefined || csosn === '900' || kind === '910') return undefined
  const isPaidBefore = /^(?:40[45]|656|667)$/.test(kind)
  const isPaidByUs = /^40[123]$/.test(kind)
  if (csosn === '500') return isPaidBefore ? undefined : 'a CFOP of goods with tax paid before (CSOSN 500)'
  if (withSubstitution.test(csosn))
    return isPaidByUs ? undefined : `a CFOP of a sale with tax substitution (CSOSN ${csosn})`
  if (withoutSubstitution.test(csosn))
    return isPaidBefore || isPaidByUs
      ? `a CFOP of a sale without tax substitution (CSOSN ${csosn})`
      : undefined
  return 'a CSOSN that exists'
}

/**
 * Validates a GTIN-8, 12, 13 or 14. From the right, digits weigh 1 and 3 in turn, and the sum is a multiple of 10
 * (GS1).
 */
function isGtin(gtin: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(gtin)) return false
  const sum = Array.from(gtin, Number)
    .reverse()
    .reduce((total, digit, n) => total + digit * (n % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}
