import type { OrderFacts } from '../../../../events/quality/facts.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'

type FiscalItem = NonNullable<OrderFacts['fiscalItems']>[number]

/**
 * Check 22: each SKU has what the invoice needs of it: an NCM of 8 digits (SEFAZ 778), a CEST where tax substitution
 * applies (806), a GTIN whose check digit fits (611), and a CFOP that goes with its CSOSN (386).
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
    const known = new Set(fiscalItems.map(({ sku }) => sku))
    const unknown = lines.flatMap(({ sku }, n): Evidence[] =>
      known.has(sku)
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

/** CSOSN by which the ICMS of later sales is paid in advance, now (201 to 203) or by who sold to us (500). */
const withSubstitution = /^(?:20[123]|500)$/
const withoutSubstitution = /^(?:10[123]|300|400)$/

/**
 * What is wrong with a CFOP and its CSOSN; nothing when they fit. Of the four digits the last three say what kind of sale
 * it is; the first, where it goes, is check 23's. Goods whose tax was paid before leave by 404 or 405 (fuel: 656, 667),
 * those that we pay it for by 401 to 403, all others by none of these; 910 is a gift. 900 may go with any.
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

/** GTIN-8, 12, 13 or 14: from the right, digits weigh 3 and 1 in turn, and the last makes the sum a multiple of 10 (GS1). */
function isGtin(gtin: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(gtin)) return false
  const sum = Array.from(gtin, Number)
    .reverse()
    .reduce((total, digit, n) => total + digit * (n % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}
