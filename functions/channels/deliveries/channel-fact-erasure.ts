import { erasedText } from '../../../events/orders/erased-order.ts'
import type { AggregateState, Decision } from '../../../shared/decision.ts'
import type { ChannelClaim, ChannelOrder, ChannelQuestion } from './channel-order.ts'

/** How a channel's record is erased, and how to recognise an erased one. */
export interface ErasureRule<S extends AggregateState> {
  isErased(record: S): boolean
  /** A copy without the person; the goods and the progress stay. */
  withoutPerson(record: S): S
}

/** An order loses customer, addresses, payer and tracking codes. */
export const orderErasure: ErasureRule<ChannelOrder> = {
  isErased: ({ order }) => order?.customer.name === erasedText,
  withoutPerson(record) {
    const { order, parts } = record
    const shipments = Object.fromEntries(
      Object.entries(parts.shipments ?? {}).map(([id, { value, updatedAt }]) => {
        const { trackingCode: _, ...shipment } = value
        return [id, { value: shipment, updatedAt }]
      }),
    )
    return {
      ...record,
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

/** A claim loses its description; reason, dates and money stay. */
export const claimErasure: ErasureRule<ChannelClaim> = {
  isErased: ({ claim }) => claim.description === erasedText,
  withoutPerson: (record) => ({
    ...record,
    unknown: [],
    claim: { ...record.claim, description: erasedText },
  }),
}

/** A question loses its text, its answer and who asked; its listing stays. */
export const questionErasure: ErasureRule<ChannelQuestion> = {
  isErased: ({ question }) => question.text === erasedText,
  withoutPerson(record) {
    const { askedBy: _, packId: __, answer, ...rest } = record.question
    return {
      ...record,
      unknown: [],
      question: {
        ...rest,
        text: erasedText,
        ...(answer === undefined ? {} : { answer: { ...answer, text: erasedText } }),
      },
    }
  },
}

/** Erases without an event: the channel said nothing new, and its older versions still change nothing. */
export const erase = <S extends AggregateState>(
  { withoutPerson }: Pick<ErasureRule<S>, 'withoutPerson'>,
  record: S,
): Decision<S> => ({ next: { ...withoutPerson(record), version: record.version + 1 }, events: [] })

/** Keeps an erased record erased: a newer version of it is stored without the person. */
export const staysErased = <S extends AggregateState>(
  { isErased, withoutPerson }: ErasureRule<S>,
  record: S | undefined,
  decision: Decision<S>,
): Decision<S> =>
  record !== undefined && isErased(record) && decision.events.length > 0
    ? { ...decision, next: withoutPerson(decision.next) }
    : decision
