import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import type { OrderSnapshot } from '../../events/orders/order-schema.ts'
import { runChecks } from '../../functions/quality/checks/run-checks.ts'
import { runs } from '../../functions/quality/runs/run.store.ts'
import { recordRun } from '../../functions/quality/runs/run.ts'
import { toItem } from '../../shared/table/aggregate.ts'
import { firstDictionary } from '../../shared/table/dictionaries.ts'
import { pack, unpack } from '../../shared/table/packed.ts'
import { anOrder, fixedNow } from '../support/orders.ts'

describe('packing', () => {
  it('restores any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(unpack(pack(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('reads data packed with the first dictionary', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.constant(anOrder())), (value) => {
        const packed = deflateRawSync(JSON.stringify(value), { dictionary: Buffer.from(firstDictionary) })
        expect(unpack(packed)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

/** A three-line order, and its item size by DynamoDB's rule: names and values, a number as its digits. */
const [vela, prato] = anOrder().lines
const third = {
  ...(vela as NonNullable<typeof vela>),
  sku: 'TOALHA-9',
  title: 'Toalha de linho',
  unitPrice: 3990,
}
const threeLines: OrderSnapshot = {
  ...anOrder(),
  lines: [vela as typeof third, prato as typeof third, { ...third, discount: 0, quantity: 1 }],
  totals: { discount: 1000, freight: 1800, fees: 200, total: 15_990 },
}
const weigh = (item: object): number =>
  Object.entries(item).reduce((sum, [name, value]: [string, unknown]) => {
    const bytes = value instanceof Uint8Array ? value.length : Buffer.byteLength(String(value))
    return sum + Buffer.byteLength(name) + bytes
  }, 0)

describe('the record of a run', () => {
  it('fits one write unit for an order of three lines, the order included', () => {
    const results = runChecks(threeLines, { now: fixedNow, facts: { recentOrders: [], openDefects: [] } })
    const run = recordRun(undefined, threeLines, { results, changedBy: 'client-azul' }, fixedNow)
    if (run === undefined) throw new Error('the first run of an order is always recorded')
    expect(run.next).toMatchObject({ outcome: 'passed', order: { lines: { length: 3 } } })
    const cause = {
      actor: { type: 'system', id: 'run-checks-when-order-changes' },
      causationId: `${threeLines.id}.1.0`,
      correlationId: 'JKJaXmPLvHcESHA=',
    } as const
    expect(weigh(toItem(runs, run, cause, fixedNow))).toBeLessThan(1024)
  })
})
