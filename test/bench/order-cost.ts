import type { LocalFunction } from '../../infra/local/lambda/function-settings.ts'
import { atMost, type Figure } from './figure.ts'
import { openMeter } from './meter.ts'
import { dollarsPerMillion, mailPrice } from './prices.ts'
import { type OrderLoad, startSuite } from './running-suite.ts'

const budgets = { writeUnits: atMost(16, 8), ofTheRun: atMost(1), dollars: atMost(20, 10) }
const [warmUpOrders, orders, inFlight] = [32, 64, 16]
/** Caller name of the function that checks orders. */
const qualityCaller = 'qualityinbox'

/** Table, bus and mail usage of one three-line order in the order scenario. */
export interface OrderUsage {
  readonly writeUnits: number
  /** The part that stores the run of quality, and the part of its index entry. */
  readonly runUnits: number
  readonly runIndexUnits: number
  readonly readUnits: number
  /** Items put into the table. */
  readonly puts: number
  readonly events: number
  readonly mails: number
}

/** Runs metered orders through the suite; returns the usage of one order. */
export async function measureUsage(assembly: string): Promise<OrderUsage> {
  const meter = openMeter()
  const suite = await startSuite({ assembly, between: meter.between })
  const read = () => ({
    writeUnits: meter.table.writeUnits,
    runUnits: meter.table.writesBy.get(qualityCaller)?.items ?? 0,
    runIndexUnits: meter.table.writesBy.get(qualityCaller)?.index ?? 0,
    readUnits: meter.table.readUnits,
    puts: meter.table.puts,
    events: meter.events(),
    mails: meter.mails(),
  })
  try {
    await suite.runOrders(warmUpOrders, inFlight)
    const before = read()
    await suite.runOrders(orders, inFlight)
    const after = read()
    const perOrder = (name: keyof OrderUsage): number => (after[name] - before[name]) / orders
    return {
      writeUnits: perOrder('writeUnits'),
      runUnits: perOrder('runUnits'),
      runIndexUnits: perOrder('runIndexUnits'),
      readUnits: perOrder('readUnits'),
      puts: perOrder('puts'),
      events: perOrder('events'),
      mails: perOrder('mails'),
    }
  } finally {
    await suite.stop()
    await meter.stop()
  }
}

/** Figures of the usage of one order. */
export const usageFigures = (usage: OrderUsage): Figure[] => [
  {
    name: 'write units of an order',
    value: usage.writeUnits,
    unit: '',
    bound: budgets.writeUnits,
    note: 'placed, checked, passed, mailed and stored as history; transactions computed by rule, the rest as DynamoDB Local reports',
  },
  {
    name: '  of which quality: the run record',
    value: usage.runUnits,
    unit: '',
    bound: budgets.ofTheRun,
    note: 'writes of quality-inbox for an order that passes; the relay stores its event like every event',
  },
  {
    name: '  of which quality: its index entry',
    value: usage.runIndexUnits,
    unit: '',
    bound: budgets.ofTheRun,
  },
  { name: 'read units of an order', value: usage.readUnits, unit: '' },
  { name: 'items put for an order', value: usage.puts, unit: '' },
]

/**
 * Dollars for a million orders, from the usage of one order and from a run at full load: invocations, their duration,
 * messages and log lines.
 */
export function costFigures(
  usage: OrderUsage,
  { ids, invocations, logKilobytes }: OrderLoad,
  functions: readonly LocalFunction[],
): Figure[] {
  const memory = new Map(functions.map(({ name, memoryMb }) => [name, memoryMb / 1024]))
  const gigabyteSeconds = invocations.reduce(
    (sum, { functionName, milliseconds }) =>
      sum + (Math.ceil(milliseconds) / 1000) * (memory.get(functionName) ?? Number.NaN),
    0,
  )
  const batches = invocations.filter(({ functionName }) => functionName.endsWith('-inbox'))
  const messages = batches.reduce((sum, { event }) => sum + recordsIn(event), 0)
  const count = ids.length
  const { total, parts } = dollarsPerMillion({
    httpCalls: 1,
    invocations: invocations.length / count,
    gigabyteSeconds: gigabyteSeconds / count,
    writeUnits: usage.writeUnits,
    readUnits: usage.readUnits,
    busEvents: usage.events,
    // Each message is sent; each batch is received and deleted.
    queueRequests: (messages + 2 * batches.length) / count,
    logKilobytes: logKilobytes / count,
  })
  const batch = (messages / batches.length).toFixed(1)
  return [
    {
      name: 'dollars per million orders',
      value: total,
      unit: '$',
      bound: budgets.dollars,
      note: `without mails; batched as in the run with ${inFlight} orders in flight (${batch} messages a batch); excludes empty polls, storage and metrics`,
    },
    ...Object.entries(parts).map(([name, value]) => ({ name: `  ${spacedWords(name)}`, value, unit: '$' })),
    { name: 'dollars per million orders: mails', value: usage.mails * mailPrice, unit: '$' },
  ]
}

const recordsIn = (event: string): number =>
  (JSON.parse(event) as { readonly Records?: readonly unknown[] }).Records?.length ?? 1

/** Converts `queueRequests` to `queue requests`. */
const spacedWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
