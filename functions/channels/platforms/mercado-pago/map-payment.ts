import type { ChannelPayment } from '../../../../events/channels/channel-schema.ts'
import type { Mapped } from '../../canonical/canonical.ts'
import { at, textAt } from '../../canonical/exact-json.ts'
import { cleanText, cleanTextAt, idAt, mapping, moneyReaderOf, unmappable } from '../../canonical/mapping.ts'
import { instantAt, latest } from '../../canonical/reading.ts'

const statusOf: Readonly<Record<string, ChannelPayment['status']>> = {
  pending: 'pending',
  authorized: 'pending',
  in_process: 'pending',
  in_mediation: 'pending',
  approved: 'approved',
  rejected: 'refused',
  cancelled: 'refused',
  refunded: 'refunded',
  charged_back: 'refunded',
}

/**
 * Maps a payment of Mercado Pago (`GET /v1/payments/{id}`). Its order is the shop's `external_reference`; a
 * payment without one is reported and belongs to no order.
 */
export const mapPayment = (payload: unknown): Mapped =>
  mapping((report) => {
    const body = at(payload)
    const externalId = cleanTextAt(body, 100, 'external_reference')
    if (externalId === undefined) {
      report('external_reference')
      return []
    }
    const platformStatus = textAt(body, 'status')
    const status = statusOf[platformStatus ?? '']
    if (status === undefined) report('status', platformStatus)
    const money = moneyReaderOf(textAt(body, 'currency_id'), report)
    const amount = money.need(textAt(body, 'transaction_amount'), 'transaction_amount')
    const wasApproved = status === 'approved' || status === 'refunded'
    const reportedRefund = money.sum([
      textAt(body, 'transaction_amount_refunded'),
      'transaction_amount_refunded',
    ])
    const updatedAt = latest(
      instantAt(body, report, '', 'date_last_updated'),
      instantAt(body, report, '', 'date_created'),
    )
    if (updatedAt === undefined) throw unmappable('date_last_updated', ['date_last_updated'])
    return [
      {
        kind: 'payment',
        externalId,
        updatedAt,
        payment: {
          status: status ?? 'pending',
          approvedAmount: wasApproved ? amount : 0,
          refundedAmount: status === 'refunded' ? Math.max(reportedRefund, amount) : reportedRefund,
          method: cleanTextAt(body, 40, 'payment_type_id', 'payment_method_id'),
          reference: cleanText(idAt(body, 'id'), 120),
          payerDocument: cleanTextAt(at(body, 'payer', 'identification'), 24, 'number'),
          approvedAt: wasApproved ? instantAt(body, report, '', 'date_approved') : undefined,
        },
      },
    ]
  })
