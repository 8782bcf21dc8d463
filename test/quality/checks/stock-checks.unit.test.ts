import fc from 'fast-check'
import type { Line } from '../../../events/orders/order-schema.ts'
import type { OrderFacts } from '../../../events/quality/facts.ts'
import { listingMapping } from '../../../functions/quality/checks/stock/listing-mapping.ts'
import { oversell } from '../../../functions/quality/checks/stock/oversell.ts'
import { reservation } from '../../../functions/quality/checks/stock/reservation.ts'
import { anOrder, fixedNow, later } from '../../support/orders.ts'
import { verdict } from './verdict.ts'

type Listing = NonNullable<OrderFacts['listings']>[number]
type Reservation = NonNullable<OrderFacts['reservation']>

const pieces = (sku: string, quantity: number): Line => ({
  sku,
  title: sku,
  quantity,
  unitPrice: 100,
  discount: 0,
})

describe('check 15, listing mapping', () => {
  const listing = (changes: Partial<Listing> = {}): Listing => ({
    sku: 'A',
    mapping: 'mapped',
    kit: false,
    expanded: false,
    ...changes,
  })
  const outcome = (...listings: Listing[]) =>
    verdict(listingMapping, anOrder({ lines: [pieces('A', 1), pieces('B', 1)] }), { listings })
  const other = listing({ sku: 'B' })

  it.each<[changes: Partial<Listing>, outcome: string | string[]]>([
    [{}, 'passed'],
    [{ mapping: 'unmapped' }, ['lines[0].sku: A, unmapped']],
    [{ mapping: 'inactive' }, ['lines[0].sku: A, inactive']],
    [{ mapping: 'ambiguous' }, ['lines[0].sku: A, ambiguous']],
    [{ kit: true }, ['lines[0].sku: A, a kit not expanded']],
    [{ kit: true, expanded: true }, 'passed'],
  ])('with %j returns %j', (changes, expected) => {
    expect(outcome(listing(changes), other)).toEqual(expected)
  })

  it('is not evaluated without the listings of all lines', () => {
    expect(outcome(listing())).toBe('missing listings.B')
    expect(outcome(listing({ mapping: 'unmapped' }))).toEqual(['lines[0].sku: A, unmapped'])
    expect(verdict(listingMapping, anOrder())).toBe('missing listings')
  })
})

describe('check 16, oversell', () => {
  const outcome = (lines: Line[], available: Record<string, number>, more: OrderFacts = {}) => {
    const skus = Object.fromEntries(Object.entries(available).map(([sku, n]) => [sku, { available: n }]))
    return verdict(oversell, anOrder({ lines }), { skus, ...more })
  }

  it.each<[what: string, lines: Line[], available: number, outcome: string | string[]]>([
    ['an order of the available quantity', [pieces('A', 3)], 3, 'passed'],
    ['an order of more', [pieces('A', 4)], 3, ['lines[0].quantity: 4']],
    ['an order of a SKU without stock', [pieces('A', 1)], 0, ['lines[0].quantity: 1']],
    ['two lines that together are more', [pieces('A', 2), pieces('A', 2)], 3, ['lines[0].quantity: 4']],
  ])('evaluates %s', (_, lines, available, expected) => {
    expect(outcome(lines, { A: available })).toEqual(expected)
  })

  it('leaves reserved goods to check 17', () => {
    const held: Reservation = { status: 'held', lots: [] }
    expect(outcome([pieces('A', 4)], { A: 0 }, { reservation: held })).toBe('passed')
    expect(outcome([pieces('A', 4)], { A: 0 }, { reservation: { ...held, status: 'missing' } })).toHaveLength(
      1,
    )
  })

  it('is not evaluated without the stock of every SKU', () => {
    const two = [pieces('A', 2), pieces('B', 1)]
    expect(verdict(oversell, anOrder({ lines: two }))).toBe('missing skus')
    expect(outcome(two, { A: 2 })).toBe('missing skus.B.available')
    expect(outcome(two, { A: 1 })).toEqual(['lines[0].quantity: 2'])
  })

  it('counts pieces, however they are spread over lines', () => {
    const quantities = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(quantities, fc.nat({ max: 300 }), (all, available) => {
        const wanted = all.reduce((sum, one) => sum + one, 0)
        const spread = all.map((quantity) => pieces('A', quantity))
        expect(outcome(spread, { A: available }) === 'passed').toBe(wanted <= available)
        expect(outcome(spread, { A: available })).toEqual(outcome([pieces('A', wanted)], { A: available }))
      }),
    )
  })
})

describe('check 17, reservation', () => {
  const outcome = (changes: Partial<Reservation>) =>
    verdict(reservation, anOrder(), { reservation: { status: 'held', lots: [], ...changes } })

  it.each<[what: string, changes: Partial<Reservation>, outcome: string | string[]]>([
    ['held', {}, 'passed'],
    ['missing', { status: 'missing' }, ['reservation.status: none']],
    ['that lasts', { expiresAt: later(1) }, 'passed'],
    ['that ends now', { expiresAt: fixedNow }, [`reservation.expiresAt: ${fixedNow}`]],
    ['that ended', { expiresAt: later(-1) }, [`reservation.expiresAt: ${later(-1)}`]],
    ['at its location', { location: 'sp-1', expectedLocation: 'sp-1' }, 'passed'],
    ['elsewhere', { location: 'rj-1', expectedLocation: 'sp-1' }, ['reservation.location: rj-1']],
    ['anywhere', { location: 'rj-1' }, 'passed'],
    ['of a good lot', { lots: [{ lot: 'L1', state: 'good' }] }, 'passed'],
    [
      'of a lot in quarantine',
      { lots: [{ lot: 'L1', state: 'quarantined' }] },
      ['reservation.lots: L1, quarantined'],
    ],
    ['of a lot out of date', { lots: [{ lot: 'L2', state: 'expired' }] }, ['reservation.lots: L2, expired']],
  ])('evaluates a reservation %s', (_, changes, expected) => {
    expect(outcome(changes)).toEqual(expected)
  })

  it('reports every error, and is not evaluated without a reservation', () => {
    const lots: Reservation['lots'] = [
      { lot: 'L1', state: 'quarantined' },
      { lot: 'L2', state: 'expired' },
    ]
    expect(outcome({ expiresAt: later(-1), location: 'a', expectedLocation: 'b', lots })).toHaveLength(4)
    expect(verdict(reservation, anOrder())).toBe('missing reservation')
  })
})
