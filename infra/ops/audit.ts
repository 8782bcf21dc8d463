import type { OrderScanSnapshot } from '../../events/orders/order-scan-events.ts'
import type { Hold, OrderSnapshot } from '../../events/orders/order-schema.ts'
import type { IssueSnapshot } from '../../events/quality/issue-events.ts'
import type { RunSnapshot } from '../../events/quality/quality-events.ts'
import type { AggregateEntry, Reconciliation } from './reconciliation.ts'

/** Two records that disagree, and the command that fixes it if there is one. */
export interface Difference {
  readonly what: string
  readonly where: string
  readonly detail: string
  readonly fix?: string
}

type Order = OrderSnapshot
type DefectSweep = Extract<OrderScanSnapshot, { defectId: string }>

/** Compares the slices' records with one another and with the filed events. Pure. */
export function audit(reconciliation: Reconciliation): Difference[] {
  return [
    ...reconciliation.entries.flatMap(historyDifferences),
    ...reconciliation.entries.filter(({ indexed }) => !indexed).map(indexDifferenceOf),
    ...[...Map.groupBy(reconciliation.entries, ({ store }) => store).values()].flatMap((entries) => [
      ...holdDifferences(entries),
      ...passDifferences(entries),
      ...tallyDifferences(entries),
      ...defectDifferences(entries),
    ]),
    ...numberDifferences(reconciliation),
  ]
}

const locationOf = ({ store, kind, id }: Omit<AggregateEntry, 'state'>): string =>
  `${store} ${kind.toLowerCase()}/${id}`
const republishCommand = ({ store, kind, id }: Omit<AggregateEntry, 'state'>): string =>
  `outbox republish --store ${store} --aggregate ${kind.toLowerCase()}/${id}`

/** Every change of an order publishes an event, so its history has every version; of other kinds the newest only. */
function historyDifferences(entry: AggregateEntry): Difference[] {
  const { kind, state, publishes, filed } = entry
  const where = locationOf(entry)
  const expected = Array.from({ length: state.version }, (_, n) => n + 1)
  const wanted = kind === 'ORDER' ? expected : publishes ? [state.version] : []
  const missing = wanted.filter((version) => !filed.includes(version))
  const ahead = filed.filter((version) => version > state.version)
  return [
    ...missing.map((version) => ({
      what: 'history',
      where,
      detail: `no events of version ${version} of ${state.version}`,
      ...(version === state.version ? { fix: republishCommand(entry) } : {}),
    })),
    ...ahead.map((version) => ({
      what: 'history',
      where,
      detail: `events of version ${version}, but the newest is ${state.version}`,
    })),
  ]
}

const indexDifferenceOf = (entry: AggregateEntry): Difference => ({
  what: 'index',
  where: locationOf(entry),
  detail: 'its index entries are wrong',
  fix: 'projections rebuild indexes',
})

/** The entry of an aggregate with a known state. */
type KindEntry<S> = Omit<AggregateEntry, 'state'> & { readonly state: S }

/** The entries of a kind, by id. */
const ofKind = <S>(entries: readonly AggregateEntry[], kind: string): ReadonlyMap<string, KindEntry<S>> =>
  new Map(entries.filter((one) => one.kind === kind).map((one) => [one.id, one as unknown as KindEntry<S>]))

const isOpen = ({ status }: Order): boolean => status === 'placed' || status === 'packed'
const openHolds = ({ holds }: Order): Hold[] => holds.filter(({ released }) => released === undefined)

/** The orders slice holds exactly the orders that quality holds. */
function holdDifferences(entries: readonly AggregateEntry[]): Difference[] {
  const orders = ofKind<Order>(entries, 'ORDER')
  const issues = ofKind<IssueSnapshot>(entries, 'ISSUE')
  const isSettled = (id: string): boolean =>
    ['resolved', 'verified'].includes(issues.get(id)?.state.status ?? 'resolved')
  const left = [...orders.values()].flatMap((order) =>
    (isOpen(order.state) ? openHolds(order.state) : []).flatMap(({ code, issueId }) => {
      const issue = issueId === undefined ? undefined : issues.get(issueId)
      if (issueId === undefined || !isSettled(issueId)) return []
      return {
        what: 'holds',
        where: locationOf(order),
        detail: `held by ${code}, but the issue ${issueId} is ${issue?.state.status ?? 'missing'}`,
        ...(issue === undefined ? {} : { fix: republishCommand(issue) }),
      }
    }),
  )
  const missing = [...issues.values()].flatMap((issue) => {
    const { state } = issue
    if (state.origin !== 'check' || isSettled(issue.id)) return []
    const { orderId, mode } = state
    const order = orders.get(orderId)?.state
    const keeps = mode === 'hold' || mode === 'block'
    if (!keeps || order === undefined || !isOpen(order)) return []
    if (openHolds(order).some(({ issueId }) => issueId === issue.id)) return []
    return {
      what: 'holds',
      where: locationOf(issue),
      detail: `blocks ${orderId}, which is not held`,
      fix: republishCommand(issue),
    }
  })
  return [...left, ...missing]
}

/** The orders slice has cleared exactly the orders that quality passed, for the same content. */
function passDifferences(entries: readonly AggregateEntry[]): Difference[] {
  const orders = ofKind<Order>(entries, 'ORDER')
  return [...ofKind<RunSnapshot>(entries, 'QUALITY').values()].flatMap((run) => {
    const order = orders.get(run.id)
    if (order === undefined || !isOpen(order.state)) return []
    const { contentVersion, pass } = order.state
    if (run.state.order.contentVersion !== contentVersion)
      return {
        what: 'passes',
        where: locationOf(run),
        detail: `has not checked content ${contentVersion} of its order`,
        fix: republishCommand(order),
      }
    const cleared = pass?.contentVersion === contentVersion
    if (cleared === (run.state.outcome === 'passed')) return []
    const detail = `the checks resulted in ${run.state.outcome}, the order is ${cleared ? '' : 'not '}cleared`
    return { what: 'passes', where: locationOf(run), detail, fix: republishCommand(run) }
  })
}

/** The counts of an order scan match the orders; money only when no order's total can have changed since. */
function tallyDifferences(entries: readonly AggregateEntry[]): Difference[] {
  const orders = [...ofKind<Order>(entries, 'ORDER').values()].map(({ state }) => state)
  const copies = ofKind<{ readonly scan: DefectSweep }>(entries, 'DEFECT-SWEEP')
  return [...ofKind<OrderScanSnapshot>(entries, 'SWEEP').values()].flatMap((entry) => {
    const { state: orderScan } = entry
    if (!('defectId' in orderScan) || orderScan.status !== 'finished') return []
    const held = orders.filter(({ holds }) => holds.some(({ defectId }) => defectId === orderScan.defectId))
    const cents = held.reduce((sum, { totals }) => sum + totals.total, 0)
    const same = held.every(({ contentVersion }) => contentVersion === 1)
    const copy = copies.get(orderScan.defectId)?.state.scan
    const where = locationOf(entry)
    return [
      ...(held.length === orderScan.held.orders
        ? []
        : [
            {
              what: 'tallies',
              where,
              detail: `counts ${orderScan.held.orders} held orders, but there are ${held.length}`,
            },
          ]),
      ...(!same || cents === orderScan.held.cents
        ? []
        : [
            {
              what: 'tallies',
              where,
              detail: `counts ${orderScan.held.cents} cents, but the orders total ${cents}`,
            },
          ]),
      ...(copy?.version === orderScan.version
        ? []
        : [
            {
              what: 'tallies',
              where,
              detail: `quality has version ${copy?.version ?? 0} of it, but it is at ${orderScan.version}`,
              fix: republishCommand(entry),
            },
          ]),
    ]
  })
}

/** The list of open defects, which every check reads, matches the defects. */
function defectDifferences(entries: readonly AggregateEntry[]): Difference[] {
  const [list] = [
    ...ofKind<{ readonly defects: readonly { readonly id: string }[] }>(entries, 'OPEN-DEFECTS').values(),
  ]
  const listed = new Set(list?.state.defects.map(({ id }) => id))
  return [...ofKind<{ readonly status: string }>(entries, 'DEFECT').values()].flatMap((defect) => {
    const { status } = defect.state
    if ((status === 'open') === listed.has(defect.id)) return []
    const detail = `${status}, but ${listed.has(defect.id) ? '' : 'not '}in the list of open defects`
    return { what: 'defects', where: locationOf(defect), detail }
  })
}

/** No number is used twice, and none is above the counter. */
function numberDifferences({ entries, numbers }: Reconciliation): Difference[] {
  const issues = [...ofKind<IssueSnapshot>(entries, 'ISSUE').values()]
  return [...Map.groupBy(issues, ({ store }) => store)].flatMap(([store, own]) => {
    const last = numbers.find((one) => one.store === store && one.series === 'ISSUE')?.last ?? 0
    const twice = [...Map.groupBy(own, ({ state }) => state.number)].filter(([, same]) => same.length > 1)
    return [
      ...own
        .filter(({ state }) => state.number > last)
        .map((issue) => ({
          what: 'numbers',
          where: locationOf(issue),
          detail: `has the number ${issue.state.number}, but the counter is at ${last}`,
        })),
      ...twice.map(([number, same]) => ({
        what: 'numbers',
        where: store,
        detail: `${same.map(({ id }) => id).join(' and ')} have the number ${number}`,
      })),
    ]
  })
}
