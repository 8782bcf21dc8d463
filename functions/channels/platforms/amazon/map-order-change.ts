import type { Fact, Mapped } from '../../canonical/canonical.ts'
import { at, listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import { cleanTextAt, idAt, mapping, type ReportUnmapped, unmappable } from '../../canonical/mapping.ts'
import { instantAt } from '../../canonical/reading.ts'

/** Statuses that say only that the order exists, until its details are fetched. */
const silent = new Set([
  'Pending',
  'PendingAvailability',
  'Unshipped',
  'InvoiceUnconfirmed',
  'Upcoming',
  'PartiallyShipped',
])

/**
 * Maps an ORDER_CHANGE notification of Amazon. It carries no money and no name: only the order's cancellation,
 * the buyer's request for one, its dispatch, and the promised times of dispatch and delivery.
 */
export const mapOrderChange = (payload: unknown): Mapped =>
  mapping((report) => {
    const change = at(payload, 'Payload', 'OrderChangeNotification')
    const updatedAt = instantAt(payload, report, '', 'EventTime')
    if (updatedAt === undefined) throw unmappable('EventTime', ['EventTime'])
    const about = { externalId: idAt(change, 'AmazonOrderId'), updatedAt }
    return factsOf(change, about, report)
  })

function factsOf(
  change: Payload,
  about: { externalId: string; updatedAt: string },
  report: ReportUnmapped,
): Fact[] {
  const summary = at(change, 'Summary')
  const trigger = at(change, 'OrderChangeTrigger')
  const reason = cleanTextAt(trigger, 300, 'ChangeReason')
  const wanted = listAt(summary, 'OrderItems').some((item) => item['IsBuyerRequestedCancel'] === true)
  const changedAt = instantAt(trigger, report, 'OrderChangeTrigger.', 'TimeOfOrderChange')
  const status = textAt(summary, 'OrderStatus') ?? ''
  if (status === 'Canceled' || status === 'Unfulfillable')
    return [{ kind: 'cancellation', ...about, cancellation: { state: 'done', reason, at: changedAt } }]
  const facts: Fact[] = []
  const dispatchBy = instantAt(summary, report, 'Summary.', 'LatestShipDate')
  const deliverBy = instantAt(summary, report, 'Summary.', 'LatestDeliveryDate')
  if (dispatchBy !== undefined || deliverBy !== undefined)
    facts.push({ kind: 'deadlines', ...about, deadlines: { dispatchBy, deliverBy } })
  if (wanted)
    facts.push({
      kind: 'cancellation',
      ...about,
      cancellation: { state: 'requested', reason, requestedBy: 'buyer', at: changedAt },
    })
  if (status === 'Shipped') {
    const isThere = textAt(summary, 'EasyShipShipmentStatus') === 'Delivered'
    const shipment = { externalId: about.externalId, status: isThere ? 'delivered' : 'shipped' } as const
    facts.push({ kind: 'shipment', ...about, shipment })
  } else if (!silent.has(status)) report('Summary.OrderStatus', status)
  return facts
}
