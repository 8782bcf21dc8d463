import { erasedText } from '../../../events/orders/erased-order.ts'
import type { AggregateState, Decision } from '../../../shared/decision.ts'
import type { ChannelClaim, ChannelOrder, ChannelQuestion } from './channel-order.ts'

/** How what a channel told is erased, and how it is known that it has been. */
export interface ErasureRule<S extends AggregateState> {
  isErased(known: S): boolean
  /** The same without whom it is about; what was sold, and how far it came, stays. */
  withoutPerson(known: S): S
}

/** Of a channel's order: customer, addresses, payer and codes of parcels go. */
export const orderErasure: ErasureRule<ChannelOrder> = {
  isErased: ({ order }) => order?.customer.name === erasedText,
  withoutPerson(known) {
    const { order, parts } = known
    const shipments = Object.fromEntries(
      Object.entries(parts.shipments ?? {}).map(([id, { value, updatedAt }]) => {
        const { trackingCode: _, ...shipment } = value
        return [id, { value: shipment, updatedAt }]
      }),
    )
    return {
      ...known,
      unknown: [],
      parts: {
        ...parts,
        ...(parts.shipments === undefined ? {} : { shipments }),
      },
      ...(order === undefined ? {} : { order: soldOnly(order) }),
    }
  },
}

function soldOnly(order: NonNullable<ChannelOrder['order']>): NonNullable<ChannelOrder['order']> {
  const { billingAddress: _, facts: __, shipments, shippingAddress, payment, ...rest } = order
  const { payerDocument: ___, ...paid } = payment
  return {
    ...rest,
    customer: { name: erasedText },
    shippingAddress: shippingAddress.uf === undefined ? {} : { uf: shippingAddress.uf },
    payment: paid,
    ...(shipments === undefined
      ? {}
      : { shipments: shipments.map(({ trackingCode: ____, ...shipment }) => shipment) }),
  }
}

/** Of a claim: what was written goes; its reason, its days and its money stay. */
export const claimErasure: ErasureRule<ChannelClaim> = {
  isErased: ({ claim }) => claim.description === erasedText,
  withoutPerson: (known) => ({
    ...known,
    unknown: [],
    claim: { ...known.claim, description: erasedText },
  }),
}

/** Of a question: what was asked and answered, and who asked, go; that it was asked of a listing stays. */
export const questionErasure: ErasureRule<ChannelQuestion> = {
  isErased: ({ question }) => question.text === erasedText,
  withoutPerson(known) {
    const { askedBy: _, packId: __, answer, ...rest } = known.question
    return {
      ...known,
      unknown: [],
      question: {
        ...rest,
        text: erasedText,
        ...(answer === undefined ? {} : { answer: { ...answer, text: erasedText } }),
      },
    }
  },
}

/** Erases in silence: the channel has said nothing new, and an older word of it still changes nothing. */
export const erase = <S extends AggregateState>(
  { withoutPerson }: Pick<ErasureRule<S>, 'withoutPerson'>,
  known: S,
): Decision<S> => ({ next: { ...withoutPerson(known), version: known.version + 1 }, events: [] })

/** What a channel says of what was erased is taken in without whom it is about, however new it is. */
export const staysErased = <S extends AggregateState>(
  { isErased, withoutPerson }: ErasureRule<S>,
  known: S | undefined,
  decision: Decision<S>,
): Decision<S> =>
  known !== undefined && isErased(known) && decision.events.length > 0
    ? { ...decision, next: withoutPerson(decision.next) }
    : decision
