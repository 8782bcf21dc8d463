import { erasedText } from '../../events/erased-order.ts'
import type { Decision } from '../../shared/decision.ts'
import type { ChannelOrder } from './channel-order.ts'

export const isErasedOrder = ({ order }: ChannelOrder): boolean => order?.customer.name === erasedText

/**
 * Erases whom a channel's order is about; what was sold, and how far it came, stays. In silence: the channel has said
 * nothing new, and an older word of it still changes nothing.
 */
export function eraseChannelOrder(known: ChannelOrder): Decision<ChannelOrder> {
  const { order, parts } = known
  const version = known.version + 1
  const withoutCodes = Object.fromEntries(
    Object.entries(parts.shipments ?? {}).map(([id, { value, updatedAt }]) => {
      const { trackingCode: _, ...shipment } = value
      return [id, { value: shipment, updatedAt }]
    }),
  )
  const erasedParts = { ...parts, ...(parts.shipments === undefined ? {} : { shipments: withoutCodes }) }
  if (order === undefined) return { next: { ...known, version, parts: erasedParts, unknown: [] }, events: [] }
  const { billingAddress: _, facts: __, shipments, shippingAddress, payment, ...rest } = order
  const { payerDocument: ___, ...paid } = payment
  return {
    next: {
      ...known,
      version,
      parts: erasedParts,
      unknown: [],
      order: {
        ...rest,
        customer: { name: erasedText },
        shippingAddress: shippingAddress.uf === undefined ? {} : { uf: shippingAddress.uf },
        payment: paid,
        ...(shipments === undefined
          ? {}
          : { shipments: shipments.map(({ trackingCode: ____, ...shipment }) => shipment) }),
      },
    },
    events: [],
  }
}
