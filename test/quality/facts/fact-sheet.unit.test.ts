import { learnFacts, sheetId } from '../../../functions/quality/facts/fact-sheet.ts'
import { given } from '../../support/given.ts'
import { later, noon } from '../../support/orders.ts'

const store = 'loja-azul'
const scale = { measuredGrams: 905, packagingGrams: 140 }
const about = { subject: 'order', orderId: 'ord_1' } as const
const known = learnFacts(undefined, store, { ...about, facts: { scale } }, noon)

describe('learning facts', () => {
  it('begins a sheet of what they are about', () => {
    expect(known.next).toEqual({
      id: sheetId(store, about),
      store,
      version: 1,
      learnedAt: noon,
      ...about,
      facts: { scale },
    })
    expect(known.events).toEqual([
      { type: 'quality.fact-learned', data: { subject: 'order', names: ['scale'], arrived: true } },
    ])
  })

  it('tells the names of what is new, another or gone', () => {
    given(known.next)
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

  it('says that a fact arrived only when it was not known before', () => {
    const heavier = { ...scale, measuredGrams: 990 }
    for (const facts of [{ scale: heavier }, {}])
      given(known.next)
        .when((sheet) => learnFacts(sheet, store, { ...about, facts }, later(1)))
        .then([{ type: 'quality.fact-learned', data: { subject: 'order', names: ['scale'] } }])
  })

  it('changes nothing when nothing is new', () => {
    given(known.next)
      .when((sheet) => learnFacts(sheet, store, { ...about, facts: { scale } }, later(1)))
      .then([])
  })

  it('has a sheet even for knowing nothing, the first time that somebody says so', () => {
    expect(learnFacts(undefined, store, { subject: 'store', facts: {} }, noon).events).toHaveLength(1)
  })

  it('keeps apart what is of different stores, SKUs and orders', () => {
    const ids = [
      sheetId(store, { subject: 'store' }),
      sheetId('loja-verde', { subject: 'store' }),
      sheetId(store, { subject: 'sku', sku: 'A' }),
      sheetId(store, { subject: 'sku', sku: 'B' }),
      sheetId(store, { subject: 'order', orderId: 'A' }),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })
})
