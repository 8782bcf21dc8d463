import { loadOrder } from '../../../functions/orders/order/order.store.ts'
import { blockers, type Order } from '../../../functions/orders/order/order.ts'
import { redact } from '../../../shared/redact.ts'
import type { FiledEvent } from '../../../shared/table/aggregate.ts'
import { type OrderTimeline, timelineOf } from '../order-timeline.ts'
import type { LogLine, Suite } from '../suite/suite.ts'
import { command, requiredOption } from './command.ts'
import { CommandError } from './command-error.ts'

/** The most ids by which logs are looked for: each is a part of the query. */
const mostIds = 20
/** Logs before the first and after the last event are looked at, too: what failed comes to no event. */
const marginMilliseconds = 3_600_000

async function orderOf(store: string, id: string): Promise<Order> {
  try {
    return await loadOrder(store, id)
  } catch (error) {
    throw new CommandError(`${store} has no order ${id}: ${(error as Error).message}`)
  }
}

function standing(order: Order): string[] {
  const { id, store, status, version, contentVersion, erasedAt } = order
  const inTheWay = blockers(order)
  return [
    `${id} of ${store}: ${status}, version ${version}, content ${contentVersion}`,
    `  ${inTheWay.length === 0 ? 'nothing keeps it' : `kept by ${inTheWay.join(', ')}`}`,
    ...(erasedAt === undefined ? [] : [`  its person was erased at ${erasedAt}`]),
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
  ...unfiled.map((event) => `NOT TOLD YET  ${eventLine(event)}`),
  ...(missing.length === 0 ? [] : [`MISSING       nothing is filed of version ${missing.join(', ')}`]),
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
  const told = new Set(all.map((event) => event.id))
  // What caused an event is an event, too, or a request, which the API's own log names.
  const ids = all.flatMap(({ correlationId, causationId }) =>
    told.has(causationId) ? [correlationId] : [correlationId, causationId],
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
  summary: 'Tell the whole story of an order, from all slices, with what the functions logged about it',
  notes:
    'The exit code is 2 when something of it has not been told, or its history has a gap. On AWS the logs are looked\n' +
    'for by CloudWatch Logs Insights, which is paid for by what it looks through. Personal data is left out.',
  positionals: ['order id'],
  options: {
    store: { type: 'string', help: 'the store of the order' },
    'no-logs': { type: 'boolean', help: 'leave the logs out' },
  },
  run: async ({ positionals: [id = ''], options, suite, say }) => {
    const order = await orderOf(requiredOption(options.store, 'store'), id)
    const story = await timelineOf(order)
    for (const line of standing(order)) say(line)
    say('\nWhat happened:')
    for (const event of story.events) say(`  ${eventLine(event)}`)
    for (const line of gaps(story)) say(`  ${line}`)
    if (!options['no-logs']) {
      say('\nWhat was logged:')
      for (const line of await logsOf(suite, id, story)) say(`  ${logLine(line)}`)
    }
    return story.missing.length === 0 && story.unfiled.length === 0
  },
})

export const orderCommands = [explain]
