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
  const said = (...listings: Listing[]) =>
    verdict(listingMapping, anOrder({ lines: [pieces('A', 1), pieces('B', 1)] }), { listings })
  const other = listing({ sku: 'B' })

  it.each<[changes: Partial<Listing>, said: string | string[]]>([
    [{}, 'passed'],
    [{ mapping: 'unmapped' }, ['lines[0].sku: A, unmapped']],
    [{ mapping: 'inactive' }, ['lines[0].sku: A, inactive']],
    [{ mapping: 'ambiguous' }, ['lines[0].sku: A, ambiguous']],
    [{ kit: true }, ['lines[0].sku: A, a kit not expanded']],
    [{ kit: true, expanded: true }, 'passed'],
  ])('of %j says %j', (changes, expected) => {
    expect(said(listing(changes), other)).toEqual(expected)
  })

  it('is not evaluated without the listings of all lines', () => {
    expect(said(listing())).toBe('missing listings.B')
    expect(said(listing({ mapping: 'unmapped' }))).toEqual(['lines[0].sku: A, unmapped'])
    expect(verdict(listingMapping, anOrder())).toBe('missing listings')
  })
})

describe('check 16, oversell', () => {
  const said = (lines: Line[], available: Record<string, number>, more: OrderFacts = {}) => {
    const skus = Object.fromEntries(Object.entries(available).map(([sku, n]) => [sku, { available: n }]))
    return verdict(oversell, anOrder({ lines }), { skus, ...more })
  }

  it.each<[what: string, lines: Line[], available: number, said: string | string[]]>([
    ['as much as there is', [pieces('A', 3)], 3, 'passed'],
    ['more than there is', [pieces('A', 4)], 3, ['lines[0].quantity: 4']],
    ['any of nothing', [pieces('A', 1)], 0, ['lines[0].quantity: 1']],
    ['more only on two lines together', [pieces('A', 2), pieces('A', 2)], 3, ['lines[0].quantity: 4']],
  ])('of an order of %s says so', (_, lines, available, expected) => {
    expect(said(lines, { A: available })).toEqual(expected)
  })

  it('leaves reserved goods to check 17', () => {
    const held: Reservation = { status: 'held', lots: [] }
    expect(said([pieces('A', 4)], { A: 0 }, { reservation: held })).toBe('passed')
    expect(said([pieces('A', 4)], { A: 0 }, { reservation: { ...held, status: 'missing' } })).toHaveLength(1)
  })

  it('is not evaluated without the stock of every SKU', () => {
    const two = [pieces('A', 2), pieces('B', 1)]
    expect(verdict(oversell, anOrder({ lines: two }))).toBe('missing skus')
    expect(said(two, { A: 2 })).toBe('missing skus.B.available')
    expect(said(two, { A: 1 })).toEqual(['lines[0].quantity: 2'])
  })

  it('counts pieces, however they are spread over lines', () => {
    const quantities = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(quantities, fc.nat({ max: 300 }), (all, available) => {
        const wanted = all.reduce((sum, one) => sum + one, 0)
        const spread = all.map((quantity) => pieces('A', quantity))
        expect(said(spread, { A: available }) === 'passed').toBe(wanted <= available)
        expect(said(spread, { A: available })).toEqual(said([pieces('A', wanted)], { A: available }))
      }),
    )
  })
})

describe('check 17, reservation', () => {
  const said = (changes: Partial<Reservation>) =>
    verdict(reservation, anOrder(), { reservation: { status: 'held', lots: [], ...changes } })

  it.each<[what: string, changes: Partial<Reservation>, said: string | string[]]>([
    ['held', {}, 'passed'],
    ['missing', { status: 'missing' }, ['reservation.status: none']],
    ['that lasts', { expiresAt: later(1) }, 'passed'],
    ['that ends now', { expiresAt: fixedNow }, [`reservation.expiresAt: ${fixedNow}`]],
    ['that ended', { expiresAt: later(-1) }, [`reservation.expiresAt: ${later(-1)}`]],
    ['where it belongs', { location: 'sp-1', expectedLocation: 'sp-1' }, 'passed'],
    ['elsewhere', { location: 'rj-1', expectedLocation: 'sp-1' }, ['reservation.location: rj-1']],
    ['anywhere', { location: 'rj-1' }, 'passed'],
    ['of a good lot', { lots: [{ lot: 'L1', state: 'good' }] }, 'passed'],
    [
      'of a lot in quarantine',
      { lots: [{ lot: 'L1', state: 'quarantined' }] },
      ['reservation.lots: L1, quarantined'],
    ],
    ['of a lot out of date', { lots: [{ lot: 'L2', state: 'expired' }] }, ['reservation.lots: L2, expired']],
  ])('of one %s says so', (_, changes, expected) => {
    expect(said(changes)).toEqual(expected)
  })

  it('reports every error, and is not evaluated without a reservation', () => {
    const lots: Reservation['lots'] = [
      { lot: 'L1', state: 'quarantined' },
      { lot: 'L2', state: 'expired' },
    ]
    expect(said({ expiresAt: later(-1), location: 'a', expectedLocation: 'b', lots })).toHaveLength(4)
    expect(verdict(reservation, anOrder())).toBe('missing reservation')
  })
})
