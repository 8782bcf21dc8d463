import fc from 'fast-check'
import type { Order } from '../../../functions/orders/order/order.ts'
import { runChecks } from '../../../functions/quality/checks/run-checks.ts'
import { failedChecks } from '../../../functions/quality/runs/failed-checks.ts'
import { anOrder, fixedNow } from '../../support/orders.ts'
import { aCnpj, aCpf, aLetteredCnpj, cnpjOf, cpfOf, dotted, withDigit } from './samples/documents.ts'

const withCustomer = (order: Order, document: string): Order => ({
  ...order,
  customer: { ...order.customer, document },
})
const failuresOf = (order: Order) => failedChecks(runChecks(order, { now: fixedNow }))
const documentFailures = (document: string) => failuresOf(withCustomer(anOrder(), document))

describe('documents', () => {
  it('pass when made by the rule, with punctuation or without', () => {
    fc.assert(
      fc.property(fc.oneof(aCpf, aCnpj, aLetteredCnpj), (document) => {
        expect(documentFailures(document)).toEqual([])
        expect(documentFailures(dotted(document))).toEqual([])
      }),
    )
  })

  it('fail with another check digit', () => {
    const change = fc.record({
      fromEnd: fc.integer({ min: 1, max: 2 }),
      step: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(fc.oneof(aCpf, aCnpj, aLetteredCnpj), change, (document, { fromEnd, step }) => {
        const wrong = withDigit(document, document.length - fromEnd, step)
        expect(documentFailures(wrong)).toEqual([document.length === 11 ? 'cpf' : 'cnpj'])
      }),
    )
  })

  it('are judged as the rule says when any one digit is another', () => {
    // Mod 11 maps two remainders to 0, so a few wrong digits go unseen: the rule is the evaluate, not the hope.
    let unseen = 0
    const step = fc.integer({ min: 1, max: 9 })
    const numbered = fc.oneof(aCpf, aCnpj)
    fc.assert(
      fc.property(numbered, fc.nat({ max: 13 }), step, (document, place, by) => {
        const [body, remake] = document.length === 11 ? ([9, cpfOf] as const) : ([12, cnpjOf] as const)
        const wrong = withDigit(document, place % body, by)
        const fits = remake(wrong.slice(0, body)) === wrong
        fc.pre(new Set(wrong).size > 1)
        if (fits) unseen += 1
        expect(documentFailures(wrong).length === 0).toBe(fits)
      }),
      { numRuns: 500 },
    )
    expect(unseen).toBeLessThan(50)
  })
})
