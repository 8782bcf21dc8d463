import { audit, type Difference } from '../../infra/ops/audit.ts'
import type { AggregateEntry } from '../../infra/ops/reconciliation.ts'
import { anOrder, cleared } from '../support/orders.ts'

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
const says = (...entries: AggregateEntry[]): string[] => found(...entries).map((one) => one.says)

describe('the audit', () => {
  it('wants every version of an order, and of others the newest if it tells something', () => {
    expect(says(entry('ORDER', { ...anOrder(), id: 'o', version: 3 }, { filed: [1] }))).toEqual([
      'nothing is filed of version 2 of 3',
      'nothing is filed of version 3 of 3',
    ])
    expect(says(entry('MAIL', { id: 'm', version: 3 }, { filed: [3] }))).toEqual([])
    expect(says(entry('MAIL', { id: 'm', version: 3 }, { filed: [2] }))).toHaveLength(1)
    expect(says(entry('MAIL', { id: 'm', version: 3 }, { filed: [2], publishes: false }))).toEqual([])
    expect(says(entry('MAIL', { id: 'm', version: 1 }, { filed: [1, 2] }))).toEqual([
      'version 2 is filed, but the newest is 1',
    ])
  })

  it('wants a hold for each open issue that keeps its order, and an open issue for each hold', () => {
    const holds = [hold({ issueId: 'iss_1' })]
    expect(found(order({ holds }), issue())).toEqual([])
    expect(says(order({ holds }), issue({ status: 'resolved' }))).toEqual([
      'it is held by cpf, but the issue iss_1 is resolved',
    ])
    expect(says(order({ holds }))).toEqual(['it is held by cpf, but the issue iss_1 is not there'])
    expect(found(order(), issue())).toEqual([
      {
        what: 'holds',
        where: `${store} issue/iss_1`,
        says: 'it keeps ord_1, which is not held',
        mend: `outbox republish --store ${store} --aggregate issue/iss_1`,
      },
    ])
    expect(found(order(), issue({ mode: 'warn' }))).toEqual([])
    expect(found(order({ status: 'dispatched' }), issue())).toEqual([])
    expect(found(order({ holds: [hold({})] }))).toEqual([])
  })

  it('finds an order passed exactly when its checks passed', () => {
    const pass = cleared(anOrder()).next.pass
    expect(found(order({ pass }), run('passed'))).toEqual([])
    expect(found(order(), run('failed'))).toEqual([])
    expect(says(order(), run('passed'))).toEqual(['the checks say passed, the order is not cleared'])
    expect(says(order({ pass }), run('failed'))).toEqual(['the checks say failed, the order is cleared'])
    expect(says(order({ contentVersion: 2 }), run('passed'))).toEqual([
      'it has not seen content 2 of its order',
    ])
  })

  it('wants a sweep to have counted what the orders say, money only while no order was corrected', () => {
    const holds = [hold({ defectId: 'def_1' })]
    expect(found(order({ holds }), sweep(), sweepKnown())).toEqual([])
    expect(says(order(), sweep(), sweepKnown())).toEqual([
      'it held 1 orders, but 0 say so',
      'it held 12000 cents, but the orders come to 0',
    ])
    const dearer = { ...anOrder().totals, total: 13_000 }
    expect(says(order({ holds, totals: dearer }), sweep(), sweepKnown())).toEqual([
      'it held 12000 cents, but the orders come to 13000',
    ])
    expect(says(order({ holds, totals: dearer, contentVersion: 2 }), sweep(), sweepKnown())).toEqual([])
    expect(says(order({ holds }), sweep({ status: 'running' }))).toEqual([])
    expect(says(order({ holds }), sweep())).toEqual(['quality knows version 0 of it, but it is at 1'])
  })

  it('wants the list of open defects to be that of the defects', () => {
    const list = entry(
      'OPEN-DEFECTS',
      { id: 'open-defects', defects: [{ id: 'def_1' }] },
      { publishes: false },
    )
    const defect = (status: string, id = 'def_1') => entry('DEFECT', { id, status })
    expect(found(list, defect('open'))).toEqual([])
    expect(says(list, defect('lifted'))).toEqual(['it is lifted, but among those that stand'])
    expect(says(list, defect('open'), defect('open', 'def_2'))).toEqual([
      'it is open, but not among those that stand',
    ])
  })

  it('wants numbers that were taken, each once', () => {
    const settled = { status: 'resolved' }
    expect(found(issue(settled))).toEqual([])
    expect(says(issue({ ...settled, number: 2 }))).toEqual(['it has the number 2, but only 1 were taken'])
    expect(says(issue(settled), issue({ ...settled, id: 'iss_2' }))).toEqual([
      'iss_1 and iss_2 have the number 1',
    ])
  })

  it('wants everything to stand in its lists, and keeps stores apart', () => {
    expect(found(order(), entry('MAIL', { id: 'm' }, { indexed: false }))).toMatchObject([{ what: 'index' }])
    const elsewhere = { ...issue(), store: 'loja-verde' }
    expect(
      audit({ entries: [order(), elsewhere], numbers: [{ store: 'loja-verde', series: 'ISSUE', last: 1 }] }),
    ).toEqual([])
  })
})
