import type { Totals } from '../../../../events/orders/order-schema.ts'
import { at, listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import {
  cleanTextAt,
  isSet,
  type MappedLine,
  type MoneyReader,
  priced,
  quantityOf,
  type ReportUnmapped,
  skuAt,
  unmappable,
} from '../../canonical/mapping.ts'

interface Remaining {
  readonly lines: MappedLine[]
  readonly totals: {
    readonly canonical: Totals
    /** What the buyer was charged, before any refund. */
    readonly charged: number
  }
}

/** Units of one line that a refund removed before dispatch, with their net amount and tax. */
interface Removed {
  quantity: number
  net: number
  tax: number
}

/**
 * The lines to be sent and their amounts. What a refund removed before dispatch is in neither; what was
 * returned after dispatch stays. An order with nothing left keeps its lines as sold.
 */
export function remainingLines(order: Payload, money: MoneyReader, report: ReportUnmapped): Remaining {
  const charged = money.need(textAt(order, 'total_price'), 'total_price')
  const removed = removedOf(order, money)
  const all = listAt(order, 'line_items')
  const isLeft = (line: Payload): boolean =>
    quantityIn(line) > (removed.get(textAt(line, 'id') ?? '')?.quantity ?? 0)
  const isAnyLeft = all.some(isLeft)
  const without: ReadonlyMap<string, Removed> = isAnyLeft ? removed : new Map()
  const lines = all.flatMap((line, n) => {
    if (isAnyLeft && !isLeft(line)) return []
    return [lineOf(line, without.get(textAt(line, 'id') ?? ''), `line_items[${n}]`, money, report)]
  })
  if (lines.length === 0) throw unmappable('at least one line', ['line_items'])
  const removals = [...without.values()]
  const taken = { net: sumOf(removals, 'net'), tax: sumOf(removals, 'tax') }
  const total = charged - taken.net - taken.tax
  const tax = isSet(order, 'taxes_included')
    ? 0
    : money.sum([textAt(order, 'total_tax'), 'total_tax']) - taken.tax
  const extras = money.sum(
    [textAt(order, 'total_tip_received'), 'total_tip_received'],
    [textAt(at(order, 'original_total_duties_set', 'shop_money'), 'amount'), 'original_total_duties_set'],
    [
      textAt(at(order, 'original_total_additional_fees_set', 'shop_money'), 'amount'),
      'original_total_additional_fees_set',
    ],
  )
  const { freight, discount } = freightOf(order, money)
  return { lines, totals: { charged, canonical: { discount, freight, fees: tax + extras, total } } }
}

const quantityIn = (line: Payload): number => Number(textAt(line, 'quantity') ?? 0)
const sumOf = (all: readonly Removed[], field: 'net' | 'tax'): number =>
  all.reduce((sum, one) => sum + one[field], 0)

function removedOf(order: Payload, money: MoneyReader): Map<string, Removed> {
  const removed = new Map<string, Removed>()
  const current = new Map(listAt(order, 'line_items').map((line) => [textAt(line, 'id') ?? '', line]))
  for (const refund of listAt(order, 'refunds'))
    for (const one of listAt(refund, 'refund_line_items')) {
      const id = textAt(one, 'line_item_id') ?? ''
      const line = current.get(id)
      if (line === undefined || textAt(one, 'restock_type') === 'return') continue
      if (textAt(line, 'fulfillment_status') === 'fulfilled') continue
      const so = removed.get(id) ?? { quantity: 0, net: 0, tax: 0 }
      so.quantity += quantityIn(one)
      so.net += money.sum([textAt(one, 'subtotal'), 'refunds.refund_line_items.subtotal'])
      so.tax += money.sum([textAt(one, 'total_tax'), 'refunds.refund_line_items.total_tax'])
      removed.set(id, so)
    }
  return removed
}

function lineOf(
  line: Payload,
  removal: Removed | undefined,
  path: string,
  money: MoneyReader,
  report: ReportUnmapped,
): MappedLine {
  const sold = quantityOf(textAt(line, 'quantity'), `${path}.quantity`, report)
  const price = money.need(textAt(line, 'price'), `${path}.price`)
  const off = listAt(line, 'discount_allocations').reduce(
    (sum, one) => sum + money.sum([textAt(one, 'amount'), `${path}.discount_allocations`]),
    0,
  )
  const quantity = sold - (removal?.quantity ?? 0)
  const listingId = cleanTextAt(line, 100, 'product_id')
  const variationId = cleanTextAt(line, 100, 'variant_id')
  const weight = /^[1-9]\d{0,6}$/.exec(textAt(line, 'grams') ?? '')?.[0]
  return {
    ...priced(price * quantity, price * sold - off - (removal?.net ?? 0), quantity),
    ...skuAt(line, 'sku', [variationId, listingId, textAt(line, 'id')], (field) =>
      report(`${path}.${field}`),
    ),
    title: cleanTextAt(line, 200, 'name', 'title') ?? 'unknown',
    weightGrams: weight === undefined ? undefined : Number(weight),
    lineId: cleanTextAt(line, 100, 'id'),
    listingId,
    variationId,
  }
}

/** The freight that the buyer pays, and the discount on it. */
function freightOf(order: Payload, money: MoneyReader): { freight: number; discount: number } {
  const lines = listAt(order, 'shipping_lines').filter((line) => !isSet(line, 'is_removed'))
  const freight = lines.reduce(
    (sum, line) => sum + money.sum([textAt(line, 'price'), 'shipping_lines.price']),
    0,
  )
  const discount = lines
    .flatMap((line) => listAt(line, 'discount_allocations'))
    .reduce((sum, one) => sum + money.sum([textAt(one, 'amount'), 'shipping_lines.discount_allocations']), 0)
  return { freight, discount }
}
