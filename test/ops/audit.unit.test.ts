import { audit, type Difference } from '../../infra/ops/audit.ts'
import type { AggregateEntry } from '../../infra/ops/reconciliation.ts'
import { anOrder, passed } from '../support/orders.ts'

const store = 'loja-azul'

const entry = <S extends { readonly id: string; readonly version?: number }>(
  kind: string,
  state: S,
  changes: Partial<AggregateEntry> = {},
): AggregateEntry => {
  const whole = { version: 1, store, ...state }
  const filed = Array.from({ length: whole.version }, (_, n) => n + 1)
  return { store, kind, id: state.id, state: whole, publishes: true, filed, indexed: true, ...changes }
}

const hold = (changes: object) => ({
  code: 'cpf',
  reason: 'x',
  placedAt: '',
  placedBy: 'quality',
  ...changes,
})
const order = (changes: object = {}) => entry('ORDER', { ...anOrder(), id: 'ord_1', ...changes })
const issue = (changes: object = {}) =>
  entry('ISSUE', {
    id: 'iss_1',
    origin: 'check',
    orderId: 'ord_1',
    mode: 'hold',
    status: 'open',
    number: 1,
    ...changes,
  })
const run = (outcome: string, contentVersion = 1) =>
  entry('QUALITY', { id: 'ord_1', outcome, order: { contentVersion } })
const sweep = (changes: object = {}) =>
  entry('SWEEP', {
    ...{ id: 'swp_1', purpose: 'hold', status: 'finished', defectId: 'def_1' },
    held: { orders: 1, cents: 12_000 },
    ...changes,
  })
const sweepKnown = (version = 1) =>
  entry('DEFECT-SWEEP', { id: 'def_1', scan: { version } }, { publishes: false })

const found = (...entries: AggregateEntry[]): Difference[] =>
  audit({ entries, numbers: [{ store, series: 'ISSUE', last: 1 }] })
const details = (...entries: AggregateEntry[]): string[] => found(...entries).map((one) => one.detail)

describe('the audit', () => {
  it('requires filed events of every order version, and of other kinds those of the newest', () => {
    expect(details(entry('ORDER', { ...anOrder(), id: 'o', version: 3 }, { filed: [1] }))).toEqual([
      'no events of version 2 of 3',
      'no events of version 3 of 3',
    ])
    expect(details(entry('MAIL', { id: 'm', version: 3 }, { filed: [3] }))).toEqual([])
    expect(details(entry('MAIL', { id: 'm', version: 3 }, { filed: [2] }))).toHaveLength(1)
    expect(details(entry('MAIL', { id: 'm', version: 3 }, { filed: [2], publishes: false }))).toEqual([])
    expect(details(entry('MAIL', { id: 'm', version: 1 }, { filed: [1, 2] }))).toEqual([
      'events of version 2, but the newest is 1',
    ])
  })

  it('requires a hold for each open blocking issue, and an open issue for each hold', () => {
    const holds = [hold({ issueId: 'iss_1' })]
    expect(found(order({ holds }), issue())).toEqual([])
    expect(details(order({ holds }), issue({ status: 'resolved' }))).toEqual([
      'held by cpf, but the issue iss_1 is resolved',
    ])
    expect(details(order({ holds }))).toEqual(['held by cpf, but the issue iss_1 is missing'])
    expect(found(order(), issue())).toEqual([
      {
        what: 'holds',
        where: `${store} issue/iss_1`,
        detail: 'blocks ord_1, which is not held',
        fix: `outbox republish --store ${store} --aggregate issue/iss_1`,
      },
    ])
    expect(found(order(), issue({ mode: 'warn' }))).toEqual([])
    expect(found(order({ status: 'dispatched' }), issue())).toEqual([])
    expect(found(order({ holds: [hold({})] }))).toEqual([])
  })

  it('finds an order passed exactly when its checks passed', () => {
    const pass = passed(anOrder()).next.pass
    expect(found(order({ pass }), run('passed'))).toEqual([])
    expect(found(order(), run('failed'))).toEqual([])
    expect(details(order(), run('passed'))).toEqual([
      'the checks resulted in passed, the order is not cleared',
    ])
    expect(details(order({ pass }), run('failed'))).toEqual([
      'the checks resulted in failed, the order is cleared',
    ])
    expect(details(order({ contentVersion: 2 }), run('passed'))).toEqual([
      'has not checked content 2 of its order',
    ])
  })

  it('compares an order scan with the orders, money only while no order was corrected', () => {
    const holds = [hold({ defectId: 'def_1' })]
    expect(found(order({ holds }), sweep(), sweepKnown())).toEqual([])
    expect(details(order(), sweep(), sweepKnown())).toEqual([
      'counts 1 held orders, but there are 0',
      'counts 12000 cents, but the orders total 0',
    ])
    const dearer = { ...anOrder().totals, total: 13_000 }
    expect(details(order({ holds, totals: dearer }), sweep(), sweepKnown())).toEqual([
      'counts 12000 cents, but the orders total 13000',
    ])
    expect(details(order({ holds, totals: dearer, contentVersion: 2 }), sweep(), sweepKnown())).toEqual([])
    expect(details(order({ holds }), sweep({ status: 'running' }))).toEqual([])
    expect(details(order({ holds }), sweep())).toEqual(['quality has version 0 of it, but it is at 1'])
  })

  it('compares the list of open defects with the defects', () => {
    const list = entry(
      'OPEN-DEFECTS',
      { id: 'open-defects', defects: [{ id: 'def_1' }] },
      { publishes: false },
    )
    const defect = (status: string, id = 'def_1') => entry('DEFECT', { id, status })
    expect(found(list, defect('open'))).toEqual([])
    expect(details(list, defect('lifted'))).toEqual(['lifted, but in the list of open defects'])
    expect(details(list, defect('open'), defect('open', 'def_2'))).toEqual([
      'open, but not in the list of open defects',
    ])
  })

  it('requires unique numbers up to the counter', () => {
    const settled = { status: 'resolved' }
    expect(found(issue(settled))).toEqual([])
    expect(details(issue({ ...settled, number: 2 }))).toEqual(['has the number 2, but the counter is at 1'])
    expect(details(issue(settled), issue({ ...settled, id: 'iss_2' }))).toEqual([
      'iss_1 and iss_2 have the number 1',
    ])
  })

  it('reports wrong index entries, and compares each store separately', () => {
    expect(found(order(), entry('MAIL', { id: 'm' }, { indexed: false }))).toMatchObject([{ what: 'index' }])
    const elsewhere = { ...issue(), store: 'loja-verde' }
    expect(
      audit({ entries: [order(), elsewhere], numbers: [{ store: 'loja-verde', series: 'ISSUE', last: 1 }] }),
    ).toEqual([])
  })
})
