import fc from 'fast-check'
import { type Platform, platforms } from '../../../events/channels/channel-schema.ts'
import { parseExact } from '../../../functions/channels/canonical/exact-json.ts'
import { mapSample } from './platform-samples.ts'
import { payloads, pricedOrders, totalOf } from './priced-orders.ts'

/** The order that a payload maps to, and the paths of its unmapped parts. */
function mapped(platform: Platform, text: string) {
  const { facts, unknown } = mapSample(platform, parseExact(text))
  const [fact] = facts
  if (fact?.kind !== 'order') throw new Error('No order was mapped.')
  return { order: fact.order, unknown: unknown.map(({ path }) => path) }
}

const written = platforms.filter((platform) => Object.hasOwn(payloads, platform))

describe.each(written)('money of %s', (platform) => {
  const write = payloads[platform] ?? (() => '')

  it('maps every part and the total to the cent', () => {
    fc.assert(
      fc.property(pricedOrders, (priced) => {
        const { order, unknown } = mapped(platform, write(priced))
        const { lines, totals } = order
        const goods = lines.reduce((sum, one) => sum + one.quantity * one.unitPrice - one.discount, 0)
        expect(goods - totals.discount + totals.freight + totals.fees).toBe(totals.total)
        const [first = { unit: 0, quantity: 0 }] = priced.lines
        expect(totals.total).toBe(
          platform === 'mercado-livre' ? first.unit * first.quantity : totalOf(priced),
        )
        expect(order.payment.approvedAmount).toBe(totals.total)
        expect(unknown).toEqual([])
      }),
    )
  })

  it('keeps ids of any length', () => {
    fc.assert(
      fc.property(pricedOrders, (priced) => {
        expect(mapped(platform, write(priced)).order.externalId.replace('-01', '')).toBe(priced.id)
      }),
    )
  })
})
