import fc from 'fast-check'
import type { Line, Payment } from '../../../../events/orders/order-schema.ts'
import type { Order } from '../../../../functions/orders/order/order.ts'
import { placeOrder } from '../../../../functions/orders/order/place-order.ts'
import { anAddress, aPlaceOrder, fixedNow } from '../../../support/orders.ts'
import { aPlace } from './brazil.ts'
import { aCnpj, aCpf, aLetteredCnpj, dotted } from './documents.ts'

const money = (max: number) => fc.integer({ min: 0, max })

const aLine: fc.Arbitrary<Line> = fc
  .record({ quantity: fc.integer({ min: 1, max: 50 }), unitPrice: fc.integer({ min: 1, max: 100_000 }) })
  .chain(({ quantity, unitPrice }) =>
    money(quantity * unitPrice).map((discount) => ({ sku: 'A', title: 'A', quantity, unitPrice, discount })),
  )

const goodsOf = (lines: readonly Line[]) =>
  lines.reduce((sum, { quantity, unitPrice, discount }) => sum + quantity * unitPrice - discount, 0)

const payments = (total: number): fc.Arbitrary<Payment> =>
  fc.oneof(
    fc.constant<Payment>({ status: 'pending', approvedAmount: 0, refundedAmount: 0 }),
    fc.record({ over: money(500), refundedAmount: money(500) }).map(({ over, refundedAmount }) => ({
      status: 'approved' as const,
      approvedAmount: total + over + refundedAmount,
      refundedAmount,
    })),
  )

/** Any order that all checks pass. */
export const aValidOrder: fc.Arbitrary<Order> = fc
  .record({
    place: aPlace,
    document: fc.oneof(aCpf, aCnpj, aLetteredCnpj),
    punctuated: fc.boolean(),
    lines: fc
      .array(aLine, { minLength: 1, maxLength: 5 })
      .map((lines) => lines.map((line, n) => ({ ...line, sku: `SKU-${n}` }))),
    freight: money(5000),
    fees: money(500),
  })
  .chain((made) => {
    const goods = goodsOf(made.lines)
    return fc.record({ made: fc.constant(made), discount: money(goods) }).chain(({ discount }) => {
      const { place, document, punctuated, lines, freight, fees } = made
      const total = goods - discount + freight + fees
      return payments(total).map((payment) => {
        const command = aPlaceOrder({
          shippingAddress: anAddress(place),
          lines,
          totals: { discount, freight, fees, total },
          payment,
        })
        const customer = { ...command.customer, document: punctuated ? dotted(document) : document }
        return placeOrder({ ...command, customer }, 'loja-azul', fixedNow).next
      })
    })
  })
