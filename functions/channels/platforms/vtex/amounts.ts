import type { Totals } from '../../../../events/orders/order-schema.ts'
import { listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import {
  cleanTextAt,
  type MappedLine,
  priced,
  quantityOf,
  type ReportUnmapped,
  skuAt,
  unmappable,
} from '../../canonical/mapping.ts'

/** Reads integer cents, signed; any other text is reported and left out. */
export interface Cents {
  readonly read: (text: string | undefined, path: string) => number | undefined
  /** Error: `unmappable-payload` when there is none. */
  readonly need: (text: string | undefined, path: string) => number
}

/** VTEX writes money as integer cents, sometimes with zeros behind a point (`990.0`). */
export function centsOf(report: ReportUnmapped): Cents {
  const read: Cents['read'] = (text, path) => {
    if (text === undefined) return undefined
    const [, integer] = /^(-?\d{1,13})(?:\.0+)?$/.exec(text) ?? []
    if (integer === undefined) report(path, text)
    return integer === undefined ? undefined : Number(integer)
  }
  return {
    read,
    need: (text, path) => {
      const amount = read(text, path)
      if (amount === undefined) throw unmappable(`integer cents in ${path}`, [path])
      return amount
    },
  }
}

/** The lines; the discounts of promotions are in the price tags, in cents of the whole line. */
export function linesOf(order: Payload, cents: Cents, report: ReportUnmapped): MappedLine[] {
  return listAt(order, 'items').map((item, n) => {
    const path = `items[${n}]`
    const quantity = quantityOf(textAt(item, 'quantity'), `${path}.quantity`, report)
    const gross = cents.need(textAt(item, 'price'), `${path}.price`) * quantity
    const off = listAt(item, 'priceTags')
      .filter((tag) => /^discount@(?!shipping)/i.test(textAt(tag, 'name') ?? ''))
      .reduce((sum, tag) => sum - (cents.read(textAt(tag, 'value'), `${path}.priceTags`) ?? 0), 0)
    const listingId = cleanTextAt(item, 100, 'productId')
    const variationId = cleanTextAt(item, 100, 'id')
    const own = textAt(item, 'refId') === undefined ? 'sellerSku' : 'refId'
    return {
      ...priced(gross, gross - Math.max(0, off), quantity),
      ...skuAt(item, own, [variationId, listingId], (field) => report(`${path}.${field}`)),
      title: cleanTextAt(item, 200, 'name') ?? 'unknown',
      lineId: cleanTextAt(item, 100, 'uniqueId'),
      listingId,
      variationId,
    }
  })
}

/**
 * The parts of the total from the order's own totals, since unit prices less their discounts are rounded.
 * Discounts of no line belong to the order.
 */
export function totalsOf(order: Payload, lines: readonly MappedLine[], cents: Cents): Omit<Totals, 'total'> {
  const sums = new Map(
    listAt(order, 'totals').map((one) => {
      const id = textAt(one, 'id') ?? 'none'
      return [id, cents.read(textAt(one, 'value'), `totals.${id}`) ?? 0] as const
    }),
  )
  const ofLines = lines.reduce((sum, { discount }) => sum + discount, 0)
  const discounts = -(sums.get('Discounts') ?? 0)
  const others = [...sums].filter(([id]) => id !== 'Items' && id !== 'Discounts' && id !== 'Shipping')
  const over = others.filter(([, value]) => value > 0).reduce((sum, [, value]) => sum + value, 0)
  const under = others.filter(([, value]) => value < 0).reduce((sum, [, value]) => sum - value, 0)
  return {
    discount: Math.max(0, discounts - ofLines) + under,
    freight: sums.get('Shipping') ?? 0,
    fees: over,
  }
}
