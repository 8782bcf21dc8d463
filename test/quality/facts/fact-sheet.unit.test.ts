import { factSheetId, learnFacts } from '../../../functions/quality/facts/fact-sheet.ts'
import { given } from '../../support/given.ts'
import { fixedNow, later } from '../../support/orders.ts'

const store = 'loja-azul'
const scale = { measuredGrams: 905, packagingGrams: 140 }
const about = { subject: 'order', orderId: 'ord_1' } as const
const recorded = learnFacts(undefined, store, { ...about, facts: { scale } }, fixedNow)

describe('recording facts', () => {
  it('starts a sheet for the subject', () => {
    expect(recorded.next).toEqual({
      id: factSheetId(store, about),
      store,
      version: 1,
      learnedAt: fixedNow,
      ...about,
      facts: { scale },
    })
    expect(recorded.events).toEqual([
      { type: 'quality.fact-learned', data: { subject: 'order', names: ['scale'], arrived: true } },
    ])
  })

  it('publishes the names of new, changed and removed facts', () => {
    given(recorded.next)
      .when((sheet) => learnFacts(sheet, store, { ...about, facts: { carrier: 'Correios' } }, later(1)))
      .then(
        [
          {
            type: 'quality.fact-learned',
            data: { subject: 'order', names: ['scale', 'carrier'], arrived: true },
          },
        ],
        (next) => expect(next.facts).toEqual({ carrier: 'Correios' }),
      )
  })

  it('marks a fact as arrived only when it is new', () => {
    const heavier = { ...scale, measuredGrams: 990 }
    for (const facts of [{ scale: heavier }, {}])
      given(recorded.next)
        .when((sheet) => learnFacts(sheet, store, { ...about, facts }, later(1)))
        .then([{ type: 'quality.fact-learned', data: { subject: 'order', names: ['scale'] } }])
  })

  it('changes nothing when nothing is new', () => {
    given(recorded.next)
      .when((sheet) => learnFacts(sheet, store, { ...about, facts: { scale } }, later(1)))
      .then([])
  })

  it('starts a sheet even for no facts, the first time', () => {
    expect(learnFacts(undefined, store, { subject: 'store', facts: {} }, fixedNow).events).toHaveLength(1)
  })

  it('keeps the sheets of different stores, SKUs and orders apart', () => {
    const ids = [
      factSheetId(store, { subject: 'store' }),
      factSheetId('loja-verde', { subject: 'store' }),
      factSheetId(store, { subject: 'sku', sku: 'A' }),
      factSheetId(store, { subject: 'sku', sku: 'B' }),
      factSheetId(store, { subject: 'order', orderId: 'A' }),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })
})
