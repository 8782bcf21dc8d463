import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Real orders of a Brazilian marketplace, stored beside the repository (see SOURCES.md there). */
export const olistFolder = join(import.meta.dirname, '../../../shared/fixtures/olist')

export const isOlistPresent = existsSync(olistFolder)

/** A row of a table, by column. */
type Row = Readonly<Record<string, string>>

/** The rows of one of Olist's tables; those read here use no quotes. */
function readTable(name: string): Row[] {
  const [header = '', ...lines] = readFileSync(join(olistFolder, `olist_${name}_dataset.csv`), 'utf8')
    .trim()
    .split('\n')
  const columns = header.split(',')
  return lines.map((line) => {
    const values = line.split(',')
    return Object.fromEntries(columns.map((column, n) => [column, values[n] ?? '']))
  })
}

/** An order's rows of all tables. */
export interface OlistOrder {
  readonly order: Row
  readonly customer: Row
  readonly items: readonly { readonly item: Row; readonly product: Row; readonly seller: Row }[]
  readonly payments: readonly Row[]
}

/** All orders, each with its rows of the other tables. */
export function readOlist(): OlistOrder[] {
  const [customers, products, sellers] = [
    byKey('customers', 'customer_id'),
    byKey('products', 'product_id'),
    byKey('sellers', 'seller_id'),
  ]
  const [items, payments] = [byOrder('order_items'), byOrder('order_payments')]
  return readTable('orders').map((order) => {
    const id = order['order_id'] ?? ''
    return {
      order,
      customer: customers.get(order['customer_id']) ?? {},
      items: (items.get(id) ?? []).map((item) => ({
        item,
        product: products.get(item['product_id']) ?? {},
        seller: sellers.get(item['seller_id']) ?? {},
      })),
      payments: payments.get(id) ?? [],
    }
  })
}

const byKey = (table: string, key: string) => new Map(readTable(table).map((row) => [row[key], row]))

const byOrder = (table: string) => Map.groupBy(readTable(table), (row) => row['order_id'])
