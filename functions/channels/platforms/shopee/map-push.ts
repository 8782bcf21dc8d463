import type { Fact, Mapped } from '../../canonical/canonical.ts'
import { at, type Payload, textAt } from '../../canonical/exact-json.ts'
import { cleanTextAt, idAt, mapping, type ReportUnmapped, unmappable } from '../../canonical/mapping.ts'
import { instantOfSeconds } from '../../canonical/reading.ts'

/** Statuses that say only that the order exists, until its details are fetched. */
const silent = new Set([
  'UNPAID',
  'PENDING',
  'READY_TO_SHIP',
  'PROCESSED',
  'RETRY_SHIP',
  'INVOICE_PENDING',
  'TO_RETURN',
])

/**
 * Maps a push of Shopee: code 3 (an order's status) and 4 (its tracking number). It carries no lines and no
 * money: only whether the order is cancelled, shipped or delivered.
 */
export const mapPush = (payload: unknown): Mapped =>
  mapping((report) => {
    const push = at(payload)
    const data = at(push, 'data')
    const code = textAt(push, 'code')
    if (code !== '3' && code !== '4') {
      report('code', code)
      return []
    }
    const updatedAt = instantOfSeconds(textAt(data, 'update_time') ?? textAt(push, 'timestamp'))
    if (updatedAt === undefined) throw unmappable('data.update_time', ['data.update_time'])
    const about = { externalId: idAt(data, 'ordersn'), updatedAt }
    return code === '3' ? statusFacts(data, about, report) : trackingFacts(data, about)
  })

interface About {
  readonly externalId: string
  readonly updatedAt: string
}

function statusFacts(data: Payload, about: About, report: ReportUnmapped): Fact[] {
  const status = textAt(data, 'status') ?? ''
  const at = about.updatedAt
  switch (status) {
    case 'CANCELLED':
      return [{ kind: 'cancellation', ...about, cancellation: { state: 'done', at } }]
    case 'IN_CANCEL':
      return [{ kind: 'cancellation', ...about, cancellation: { state: 'requested', at } }]
    case 'SHIPPED':
      return [
        { kind: 'shipment', ...about, shipment: { ...parcelOf(data), status: 'shipped', shippedAt: at } },
      ]
    case 'TO_CONFIRM_RECEIVE':
    case 'COMPLETED':
      return [{ kind: 'shipment', ...about, shipment: { ...parcelOf(data), status: 'delivered' } }]
  }
  if (!silent.has(status)) report('data.status', status)
  return []
}

function trackingFacts(data: Payload, about: About): Fact[] {
  const trackingCode = cleanTextAt(data, 60, 'tracking_no', 'tracking_number')
  return trackingCode === undefined
    ? []
    : [{ kind: 'shipment', ...about, shipment: { ...parcelOf(data), status: 'ready', trackingCode } }]
}

/** The parcel; without a number of its own it is the order's. */
const parcelOf = (data: Payload) => ({
  externalId: cleanTextAt(data, 100, 'package_number') ?? idAt(data, 'ordersn'),
})
