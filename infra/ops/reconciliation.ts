import type { AggregateState } from '../../shared/decision.ts'
import { stateOf } from '../../shared/table/aggregate.ts'
import { versionFiledAt } from '../../shared/table/keys.ts'
import { type AggregateName, aggregateIn, everyItem, type TableItem } from './aggregates.ts'
import { indexDifference } from './indexed-kinds.ts'

/** What an audit compares of one aggregate. */
export interface AggregateEntry extends AggregateName {
  readonly state: AggregateState & Readonly<Record<string, unknown>>
  /** True when its newest version has events. */
  readonly publishes: boolean
  /** Versions with filed events. */
  readonly filed: readonly number[]
  /** Whether its index keys match its kind. */
  readonly indexed: boolean
}

/** Content of the table: every aggregate, and the number counters by store. */
export interface Reconciliation {
  readonly entries: readonly AggregateEntry[]
  readonly numbers: readonly { readonly store: string; readonly series: string; readonly last: number }[]
}

/** Kinds whose state an audit compares; of all others only the version. */
const compared: ReadonlySet<string> = new Set([
  'ORDER',
  'QUALITY',
  'ISSUE',
  'DEFECT',
  'OPEN-DEFECTS',
  'SWEEP',
  'DEFECT-SWEEP',
])

/** Scans the whole table, or one store's items. */
export async function readReconciliation(store: string | undefined): Promise<Reconciliation> {
  const entries: AggregateEntry[] = []
  const numbers: { store: string; series: string; last: number }[] = []
  let partition: TableItem[] = []
  const close = () => {
    const entry = entryOf(partition)
    if (entry !== undefined) entries.push(entry)
    partition = []
  }
  for await (const item of everyItem(store)) {
    if (partition[0] !== undefined && partition[0].pk !== item.pk) close()
    const name = aggregateIn(item.pk)
    if (name?.kind === 'NUMBER') numbers.push({ store: name.store, series: name.id, last: Number(item.last) })
    else partition.push(item)
  }
  close()
  return { entries, numbers }
}

function entryOf(partition: readonly TableItem[]): AggregateEntry | undefined {
  const newest = partition.find(({ state }) => state !== undefined)
  const name = newest && aggregateIn(newest.pk)
  if (newest?.state === undefined || name === undefined) return undefined
  const filed = partition.filter(({ event }) => event !== undefined).map(({ sk }) => versionFiledAt(sk))
  return {
    ...name,
    state: readState(newest, name),
    publishes: newest.happened !== undefined,
    filed: [...new Set(filed)],
    indexed: indexDifference(newest) === undefined,
  }
}

function readState(
  { state, version = 0 }: TableItem,
  { kind, store, id }: AggregateName,
): AggregateEntry['state'] {
  const whole = compared.has(kind) && state !== undefined ? stateOf(state) : {}
  return { ...whole, store, id, version }
}
