import { loadOrder } from '../../../functions/orders/order/order.store.ts'
import { blockers, type Order } from '../../../functions/orders/order/order.ts'
import { redact } from '../../../shared/redact.ts'
import type { FiledEvent } from '../../../shared/table/aggregate.ts'
import { type OrderTimeline, timelineOf } from '../order-timeline.ts'
import type { LogLine, Suite } from '../suite/suite.ts'
import { command, requiredOption } from './command.ts'
import { CommandError } from './command-error.ts'

/** Maximum number of ids in one log query. */
const mostIds = 20
/** Margin around the first and last event: failures log lines but produce no event. */
const marginMilliseconds = 3_600_000

async function orderOf(store: string, id: string): Promise<Order> {
  try {
    return await loadOrder(store, id)
  } catch (error) {
    throw new CommandError(`${store} has no order ${id}: ${(error as Error).message}`)
  }
}

function summaryLines(order: Order): string[] {
  const { id, store, status, version, contentVersion, erasedAt } = order
  const inTheWay = blockers(order)
  return [
    `${id} of ${store}: ${status}, version ${version}, content ${contentVersion}`,
    `  ${inTheWay.length === 0 ? 'no blockers' : `blocked by ${inTheWay.join(', ')}`}`,
    ...(erasedAt === undefined ? [] : [`  personal data erased at ${erasedAt}`]),
  ]
}

const eventLine = ({ occurredAt, type, aggregate, actor, data, erased }: FiledEvent): string =>
  [
    occurredAt,
    type.padEnd(28),
    `${aggregate.type} v${aggregate.version}`.padEnd(18),
    `by ${actor.id}`,
    erased === true ? '(erased)' : JSON.stringify(redact(data)),
  ].join('  ')

const gaps = ({ unfiled, missing }: OrderTimeline): string[] => [
  ...unfiled.map((event) => `UNPUBLISHED  ${eventLine(event)}`),
  ...(missing.length === 0 ? [] : [`MISSING      no events of version ${missing.join(', ')}`]),
]

const logLine = ({ at, source, text }: LogLine): string => `${at.padEnd(24)}  ${source.padEnd(16)}  ${text}`

async function logsOf(
  suite: Suite,
  id: string,
  { events, unfiled }: OrderTimeline,
): Promise<readonly LogLine[]> {
  const all = [...events, ...unfiled]
  const [first, last] = [all[0]?.occurredAt, all.at(-1)?.occurredAt]
  if (first === undefined || last === undefined) return []
  const eventIds = new Set(all.map((event) => event.id))
  // The cause of an event is another event, or a request that the API's log names.
  const ids = all.flatMap(({ correlationId, causationId }) =>
    eventIds.has(causationId) ? [correlationId] : [correlationId, causationId],
  )
  const around = (time: string, by: number): string => new Date(Date.parse(time) + by).toISOString()
  return suite.findLogs(
    [id, ...[...new Set(ids)].slice(-mostIds)],
    around(first, -marginMilliseconds),
    around(last, marginMilliseconds),
  )
}

const explain = command({
  name: 'order explain',
  summary: 'Show an order’s timeline across all slices, with its log lines',
  notes:
    'Exits with 2 when an event was not published or the history has a gap. On AWS, logs are searched with CloudWatch\n' +
    'Logs Insights, which is billed by the data scanned. Personal data is left out.',
  positionals: ['order id'],
  options: {
    store: { type: 'string', help: 'store of the order' },
    'no-logs': { type: 'boolean', help: 'without log lines' },
  },
  run: async ({ positionals: [id = ''], options, suite, say }) => {
    const order = await orderOf(requiredOption(options.store, 'store'), id)
    const timeline = await timelineOf(order)
    for (const line of summaryLines(order)) say(line)
    say('\nEvents:')
    for (const event of timeline.events) say(`  ${eventLine(event)}`)
    for (const line of gaps(timeline)) say(`  ${line}`)
    if (!options['no-logs']) {
      say('\nLog lines:')
      for (const line of await logsOf(suite, id, timeline)) say(`  ${logLine(line)}`)
    }
    return timeline.missing.length === 0 && timeline.unfiled.length === 0
  },
})

export const orderCommands = [explain]
