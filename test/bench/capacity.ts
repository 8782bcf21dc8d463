import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/**
 * Computes capacity units by the rules of DynamoDB, since DynamoDB Local misreports transactions.
 * Source: "DynamoDB item sizes and formats" and "DynamoDB transactions: capacity management", developer guide.
 */

/** An item in the JSON protocol; binary values are base64. */
export type WireItem = Readonly<Record<string, WireValue>>
type WireValue = { readonly [Type in keyof AttributeValue]?: unknown }

/** Keys of the table indexes; each index projects keys only. */
const indexKeys = [
  ['gsi1pk', 'gsi1sk'],
  ['gsi2pk', 'gsi2sk'],
] as const

/** Size of an item in bytes: names, values and the overhead of numbers, lists and maps. */
export const itemBytes = (item: WireItem): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0)

function valueBytes(value: WireValue): number {
  const [[type, content] = ['', undefined]] = Object.entries(value)
  switch (type) {
    case 'S':
      return Buffer.byteLength(content as string)
    case 'N':
      return numberBytes(content as string)
    case 'B':
      return Buffer.from(content as string, 'base64').length
    case 'BOOL':
    case 'NULL':
      return 1
    case 'L':
      return (content as WireValue[]).reduce((sum, one) => sum + 1 + valueBytes(one), 3)
    case 'M':
      return Object.values(content as WireItem).length + 3 + itemBytes(content as WireItem)
    default:
      throw new Error(`Unsupported attribute type ${type}.`)
  }
}

/** One byte for two significant digits plus one, and one for a minus sign. */
function numberBytes(digits: string): number {
  const significant = digits.replace(/^-|\./g, '').replace(/^0+|0+$/g, '')
  return Math.ceil(significant.length / 2) + 1 + (digits.startsWith('-') ? 1 : 0)
}

/** Write units of a plain write: one for each started KB. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024))

/** Write units of a write in a transaction without indexes: twice the plain write (prepare and commit). */
export const transactedUnits = (bytes: number): number => 2 * writeUnits(bytes)

/** Index write units of replacing an item: entries that are added, removed or moved. */
export function indexUnits(before: WireItem | undefined, after: WireItem): number {
  return indexKeys.reduce((sum, names) => {
    const [old, fresh] = [before && entryOf(before, names), entryOf(after, names)]
    if (JSON.stringify(old) === JSON.stringify(fresh)) return sum
    return sum + toUnits(old) + toUnits(fresh)
  }, 0)
}

const toUnits = (entry: WireItem | undefined): number =>
  entry === undefined ? 0 : writeUnits(itemBytes(entry))

function entryOf(item: WireItem, names: readonly string[]): WireItem | undefined {
  const entry = Object.fromEntries(
    ['pk', 'sk', ...names].flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])),
  )
  return names.every((name) => name in entry) ? entry : undefined
}
