import fc from 'fast-check'
import type { OrderScan, RecheckScan } from '../../../functions/orders/scans/order-scan.ts'
import { beginRecheck, recheckPage, type ScanScope } from '../../../functions/orders/scans/recheck-scan.ts'
import type { Decision } from '../../../shared/decision.ts'
import { given } from '../../support/given.ts'
import { fixedNow, later } from '../../support/orders.ts'
import { orderOf } from './scan-fixture.ts'

const store = 'loja-azul'
const started = { type: 'order.scan-started', data: {} }
const recheckOf = ({ next }: Decision<OrderScan>): RecheckScan => {
  if (next.purpose !== 'recheck') throw new Error('a recheck is expected')
  return next
}
const want = (known: RecheckScan | undefined, concerned: ScanScope) =>
  recheckOf(beginRecheck(known, store, concerned, fixedNow))
const sku = (...skus: string[]): ScanScope => ({ among: 'open', skus })

describe('rechecking orders', () => {
  it('begins with the first page', () => {
    const begun = beginRecheck(undefined, store, sku('A'), fixedNow)
    expect(begun.events).toEqual([started])
    expect(begun.next).toMatchObject({ version: 1, status: 'running', page: 0, skus: ['A'], found: 0 })
  })

  it('names the orders of a page that have such a SKU, and finishes after the last', () => {
    const [one, other] = [orderOf(['X', 'A']), orderOf(['X'])]
    given<OrderScan>(want(undefined, sku('A')))
      .when((scan) => recheckPage(scan as RecheckScan, { entries: [one, other] }, later(1)))
      .then(
        [
          { type: 'order.scan-advanced', data: { page: 1, orderIds: [one.id] } },
          { type: 'order.scan-finished', data: { purpose: 'recheck', pages: 1, orders: 1 } },
        ],
        (scan) => expect(scan).toMatchObject({ status: 'finished', found: 1, version: 2 }),
      )
  })

  it('names every order of a page for a fact of the store', () => {
    const all = [orderOf(['X']), orderOf(['Y'])]
    const page = recheckPage(want(undefined, { among: 'held' }), { entries: all, next: 'k' }, later(1))
    expect(page.events).toMatchObject([{ data: { orderIds: all.map(({ id }) => id) } }])
    expect(page.next).toMatchObject({ status: 'running', after: 'k' })
  })

  it('scans again for facts that arrived meanwhile, from the first page', () => {
    const halfWay = recheckOf(recheckPage(want(undefined, sku('A')), { entries: [], next: 'k' }, later(1)))
    const both = want(halfWay, sku('B'))
    expect(both).toMatchObject({ after: 'k', skus: ['A'], waiting: sku('B') })
    const second = recheckOf(recheckPage(both, { entries: [] }, later(2)))
    expect(second).toMatchObject({ status: 'running', skus: ['B'], among: 'open' })
    expect([second.after, second.waiting]).toEqual([undefined, undefined])
    expect(recheckPage(second, { entries: [] }, later(3)).next.status).toBe('finished')
  })

  it('starts again after the last scan finished', () => {
    const over = recheckOf(recheckPage(want(undefined, sku('A')), { entries: [] }, later(1)))
    expect(want(over, { among: 'held' })).toMatchObject({ version: 3, page: 0, found: 0, among: 'held' })
    expect(want(over, { among: 'held' })).not.toHaveProperty('skus')
  })

  it('ignores waiting facts again, and covers all SKUs when there are too many to name', () => {
    const running = want(undefined, sku('A'))
    const waiting = want(running, sku('B'))
    given<OrderScan>(waiting)
      .when((scan) => beginRecheck(scan as RecheckScan, store, sku('B'), later(1)))
      .then([])
    const many = Array.from({ length: 60 }, (_, n) => sku(`S-${n}`)).reduce(want, running)
    expect(many.waiting).toEqual({ among: 'open' })
    expect(want(many, sku('C'))).toBe(many)
  })

  it('never loses a fact, in any number and order', () => {
    const known = fc.record({
      among: fc.constantFrom('open' as const, 'held' as const),
      skus: fc.option(fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 2 }), {
        nil: undefined,
      }),
    })
    fc.assert(
      fc.property(
        known,
        fc.array(fc.oneof(known, fc.constant('page' as const)), { maxLength: 12 }),
        (first, then) => {
          const scopeOf = (one: typeof first): ScanScope => ({
            among: one.among,
            ...(one.skus === undefined ? {} : { skus: one.skus }),
          })
          let scan = want(undefined, scopeOf(first))
          for (const step of then)
            scan =
              step === 'page'
                ? scan.status === 'running'
                  ? recheckOf(recheckPage(scan, { entries: [] }, fixedNow))
                  : scan
                : want(scan, scopeOf(step))
          const last = then.findLast((step) => step !== 'page')
          // The last fact still waits for a scan, unless pages followed it.
          if (last !== undefined && then.at(-1) !== 'page') {
            const next = scan.waiting ?? scan
            expect(
              next.skus === undefined || (last.skus ?? ['?']).every((one) => next.skus?.includes(one)),
            ).toBe(true)
            expect(next.among === 'open' || last.among === 'held').toBe(true)
          }
        },
      ),
    )
  })
})
