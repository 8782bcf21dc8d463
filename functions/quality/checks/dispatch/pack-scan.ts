import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'
import { quantitiesOf } from '../stock/quantities.ts'

/**
 * The items scanned into the parcel are those of the order, piece by piece, and label, invoice and tracking name this
 * order, by our id or by the channel's.
 */
export const packScan = defineCheck({
  code: 'pack-scan',
  number: 29,
  version: 1,
  mode: 'block',
  department: 'stock-logistics',
  customerCanCorrect: false,
  needs: ['packScan'],
  relevant: ({ id, lines }) => [id, [...quantitiesOf(lines)]],
  evaluate: ({ id, externalId, lines }, { facts: { packScan: scan } }) => {
    const [ordered, scanned] = [quantitiesOf(lines), quantitiesOf(scan.items)]
    const pieces = [...new Set([...ordered.keys(), ...scanned.keys()])].flatMap((sku): Evidence[] => {
      const [expected, received] = [ordered.get(sku) ?? 0, scanned.get(sku) ?? 0]
      return expected === received
        ? []
        : [{ field: 'packScan.items', expected: `${expected} of ${sku}`, received: `${received}` }]
    })
    const { labelOrder, invoiceOrder, trackingOrder = id } = scan
    const names = Object.entries({ labelOrder, invoiceOrder, trackingOrder }).flatMap(
      ([name, received]): Evidence[] =>
        received === id || received === externalId
          ? []
          : [{ field: `packScan.${name}`, expected: `${id} or ${externalId}`, received }],
    )
    return verdictOf([...pieces, ...names])
  },
})
