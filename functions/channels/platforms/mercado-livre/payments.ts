import type { ChannelPayment } from '../../../../events/channels/channel-schema.ts'
import { listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import {
  cleanText,
  cleanTextAt,
  type MoneyReader,
  quantityOf,
  type ReportUnmapped,
} from '../../canonical/mapping.ts'
import { instantAt, latest } from '../../canonical/reading.ts'

/** Statuses of an order that is unpaid, or paid in part. */
export const received: ReadonlySet<string> = new Set([
  'confirmed',
  'payment_required',
  'payment_in_process',
  'partially_paid',
])
/** Statuses of an order that is paid, perhaps refunded in part. */
export const paid: ReadonlySet<string> = new Set(['paid', 'partially_refunded'])

const payments = (order: Payload): readonly Payload[] => listAt(order, 'payments')
const isApproved = (payment: Payload): boolean => textAt(payment, 'status') === 'approved'
const isRefunded = (payment: Payload): boolean =>
  textAt(payment, 'status') === 'refunded' || textAt(payment, 'status') === 'charged_back'

/** The approved amount that was not refunded, including the platform's coupons, which it pays out. */
export function paymentOf(
  order: Payload,
  payerDocument: string | undefined,
  money: MoneyReader,
  report: ReportUnmapped,
): ChannelPayment {
  const counted = payments(order).filter((one) => isApproved(one) || isRefunded(one))
  const approvedAmount = counted.reduce(
    (sum, one) =>
      sum +
      money.sum(
        [textAt(one, 'transaction_amount'), 'payments.transaction_amount'],
        [textAt(one, 'coupon_amount'), 'payments.coupon_amount'],
      ),
    0,
  )
  const refundedAmount = counted.reduce((sum, one) => sum + refundedOf(one, money), 0)
  const first = counted[0] ?? payments(order)[0]
  const about = {
    approvedAmount,
    refundedAmount,
    method: cleanTextAt(first, 40, 'payment_type', 'payment_method_id'),
    reference: cleanTextAt(first, 120, 'id'),
    payerDocument: cleanText(payerDocument, 24),
  }
  if (counted.length > 0) {
    const approvedAt = latest(
      ...counted.map((one) => instantAt(one, report, 'payments.', 'date_approved', 'date_created')),
    )
    const status = counted.some(isApproved) ? settled(order) : 'refunded'
    return { ...about, status, approvedAt }
  }
  const all = payments(order)
  const refused = all.length > 0 && all.every((one) => refusals.has(textAt(one, 'status') ?? ''))
  return { ...about, status: refused ? 'refused' : 'pending' }
}

const refusals = new Set(['rejected', 'cancelled'])

/** A partly paid order is pending; one that was cancelled after payment is approved. */
const settled = (order: Payload): 'pending' | 'approved' =>
  received.has(textAt(order, 'status') ?? '') ? 'pending' : 'approved'

function refundedOf(payment: Payload, money: MoneyReader): number {
  const reportedRefund = money.read(
    textAt(payment, 'transaction_amount_refunded'),
    'payments.transaction_amount_refunded',
  )
  if (reportedRefund !== undefined && (reportedRefund > 0 || isApproved(payment))) return reportedRefund
  return isRefunded(payment)
    ? money.sum([textAt(payment, 'transaction_amount'), 'payments.transaction_amount'])
    : 0
}

/** The sale fee of the listing and the fee of the payment; only when both are present. */
export function feesOf(order: Payload, money: MoneyReader, report: ReportUnmapped) {
  const taken = payments(order)
    .filter(isApproved)
    .map((one) => money.read(textAt(one, 'marketplace_fee'), 'payments.marketplace_fee'))
  const announced = listAt(order, 'order_items').map((item) => {
    const fee = money.read(textAt(item, 'sale_fee'), 'order_items.sale_fee')
    return fee === undefined
      ? undefined
      : fee * quantityOf(textAt(item, 'quantity'), 'order_items.quantity', report)
  })
  if (taken.length === 0 || announced.length === 0) return undefined
  const [commission, reported] = [announced, taken].map(sumOf)
  return commission === undefined || reported === undefined
    ? undefined
    : { commission, fixed: 0, freight: 0, reported }
}

const sumOf = (amounts: readonly (number | undefined)[]): number | undefined =>
  amounts.reduce<number | undefined>(
    (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  )
