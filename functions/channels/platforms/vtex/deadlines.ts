import { listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import type { ReportUnmapped } from '../../canonical/mapping.ts'
import { instantAt } from '../../canonical/reading.ts'

const day = 86_400_000
const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: day }

/**
 * The deadline of delivery (`shippingEstimateDate`, the earliest of the lines), and of dispatch: earlier by the
 * time in transit. Transit in business days is counted over weekdays, since the carrier's calendar is not
 * known.
 */
export function deadlinesOf(
  order: Payload,
  report: ReportUnmapped,
): { dispatchBy?: string; deliverBy?: string } {
  const [first] = listAt(order, 'shippingData', 'logisticsInfo')
    .flatMap((line) => {
      const deliverBy = instantAt(line, report, 'logisticsInfo.', 'shippingEstimateDate')
      const transit = textAt(line, 'transitTime')
      return deliverBy === undefined ? [] : [{ deliverBy, ...dispatchOf(deliverBy, transit, report) }]
    })
    .toSorted((a, b) => (a.deliverBy < b.deliverBy ? -1 : 1))
  return first ?? {}
}

function dispatchOf(
  deliverBy: string,
  transit: string | undefined,
  report: ReportUnmapped,
): { dispatchBy?: string } {
  if (transit === undefined) return {}
  const [, count, unit = ''] = /^(\d{1,3})(bd|d|h|m)$/.exec(transit) ?? []
  if (count === undefined) {
    report('logisticsInfo.transitTime', transit)
    return {}
  }
  const arrival = Date.parse(deliverBy)
  const leave =
    unit === 'bd' ? weekdaysBefore(arrival, Number(count)) : arrival - Number(count) * (units[unit] ?? day)
  return { dispatchBy: new Date(leave).toISOString() }
}

function weekdaysBefore(instant: number, count: number): number {
  let at = instant
  for (let left = count; left > 0; ) {
    at -= day
    const weekday = new Date(at).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return at
}
