import type { ChannelShipment } from '../../../../events/channels/channel-schema.ts'
import type { Mapped } from '../../canonical/canonical.ts'
import { at, type Payload, textAt } from '../../canonical/exact-json.ts'
import { cleanTextAt, mapping, type ReportUnmapped, unmappable } from '../../canonical/mapping.ts'
import { instantAt } from '../../canonical/reading.ts'

/** Maps `GET /shipments/{id}` as part of an order. */
export const mapShipment = (shipment: unknown, orderExternalId: string): Mapped =>
  mapping((report) => {
    const updatedAt = instantAt(shipment, report, '', 'last_updated')
    if (updatedAt === undefined) throw unmappable('last_updated', ['last_updated'])
    return [
      {
        kind: 'shipment',
        externalId: orderExternalId,
        updatedAt,
        shipment: shipmentOf(at(shipment), report),
      },
    ]
  })

/** Substatuses of `ready_to_ship` that mean that the carrier has the parcel. */
const alreadyLeft = new Set(['picked_up', 'authorized_by_carrier', 'in_hub'])

const statusOf: Readonly<Record<string, ChannelShipment['status']>> = {
  pending: 'pending',
  handling: 'pending',
  ready_to_ship: 'ready',
  shipped: 'shipped',
  delivered: 'delivered',
  not_delivered: 'not-delivered',
  cancelled: 'cancelled',
}

/** Maps a shipment of Mercado Envios. */
export function shipmentOf(shipment: Payload, report: ReportUnmapped): ChannelShipment {
  const platformStatus = textAt(shipment, 'status')
  const substatus = textAt(shipment, 'substatus')
  const status = statusOf[platformStatus ?? '']
  if (status === undefined) report('shipment.status', platformStatus)
  const history = at(shipment, 'status_history')
  const left = status === 'ready' && substatus !== undefined && alreadyLeft.has(substatus)
  const isBack = status === 'not-delivered' && substatus === 'returned'
  return {
    externalId: cleanTextAt(shipment, 100, 'id'),
    status: left ? 'shipped' : isBack ? 'returned' : (status ?? 'pending'),
    carrier: cleanTextAt(shipment, 60, 'tracking_method'),
    trackingCode: cleanTextAt(shipment, 60, 'tracking_number'),
    substatus: substatus?.slice(0, 60),
    shippedAt: instantAt(history, report, 'shipment.status_history.', 'date_shipped'),
    deliveredAt: instantAt(history, report, 'shipment.status_history.', 'date_delivered'),
  }
}
