import type { Line } from '../../../../events/orders/order-schema.ts'
import { isSameJson } from '../../../../shared/object-path.ts'
import type { Correction } from '../check.ts'

const maxPieces = 100_000

/** Merges lines that differ only in quantity and discount. The order's contents and cost stay the same. */
export function mergedLines(lines: readonly Line[]): Correction[] {
  const merged: Line[] = []
  for (const line of lines) {
    const place = merged.findIndex((one) => canMerge(one, line))
    const same = merged[place]
    if (same === undefined) merged.push(line)
    else
      merged[place] = {
        ...same,
        quantity: same.quantity + line.quantity,
        discount: same.discount + line.discount,
      }
  }
  return merged.length === lines.length ? [] : [{ path: 'lines', before: lines, after: merged }]
}

/** True when the two lines can be merged into a valid line. */
function canMerge(line: Line, other: Line): boolean {
  const { quantity, discount } = line
  return quantity + other.quantity <= maxPieces && isSameJson(line, { ...other, quantity, discount })
}
