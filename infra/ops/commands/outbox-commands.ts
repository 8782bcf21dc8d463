import { setTimeout as pause } from 'node:timers/promises'
import { aggregateNamed } from '../aggregates.ts'
import { deadLettersNamed, pacer, processMessages } from '../dead-letters.ts'
import { readPointer, relayPointer } from '../failed-pointers.ts'
import {
  aggregatesOf,
  countsByType,
  eventsOf,
  type Range,
  type RepublishedEvent,
  republishEvents,
} from '../republish.ts'
import type { Suite } from '../suite/suite.ts'
import { command, positiveNumber, requiredOption, timestamp } from './command.ts'
import { CommandError } from './command-error.ts'

type Say = (line: string) => void

const always: Range = { from: '', to: '~' }
/** Events of one call, so that a rate is kept to without a call for each. */
const callSize = 10

/** Tells again what some aggregates tell in a range, at a rate; returns how often each type was told. */
async function retellAll(
  names: AsyncIterable<Parameters<typeof eventsOf>[0]>,
  range: Range,
  { rate, dryRun }: { readonly rate: number; readonly dryRun: boolean },
): Promise<string[]> {
  const wait = pacer(rate / callSize, (milliseconds) => pause(milliseconds))
  const told: string[] = []
  let waiting: RepublishedEvent[] = []
  const flush = async () => {
    if (!dryRun && waiting.length > 0) {
      await wait()
      await republishEvents(waiting)
    }
    told.push(...waiting.map(({ event }) => event.type))
    waiting = []
  }
  for await (const name of names) {
    for (const one of await eventsOf(name, range, !dryRun)) {
      waiting.push(one)
      if (waiting.length === callSize) await flush()
    }
  }
  await flush()
  return told
}

async function republishFailures(suite: Suite, dryRun: boolean, say: Say): Promise<boolean> {
  const queue = await deadLettersNamed(suite, 'outbox-failures')
  let left = 0
  let told = 0
  const all = { ids: [], code: undefined, limit: Number.POSITIVE_INFINITY }
  const count = await processMessages(queue, all, async ({ id, body }) => {
    const pointer = readPointer(body)
    const relayed = pointer === undefined ? { left: 'it is no pointer' } : await relayPointer(pointer, dryRun)
    if ('left' in relayed) {
      left += 1
      say(`${id} stays: ${relayed.left}`)
      return 'leave'
    }
    told += relayed.told
    return dryRun ? 'leave' : 'done'
  })
  say(`${count} pointers: ${told} events ${dryRun ? 'would be told' : 'told'}, ${left} pointers stay`)
  return left === 0
}

const republish = command({
  name: 'outbox republish',
  summary: 'Put events on the bus again: of an aggregate, from a time on, or those that the relay failed at',
  notes:
    'They keep their ids, so whoever has dealt with one does nothing. What was erased is not told again.\n' +
    '--aggregate and --from also file and tell what the relay never got to. --from reads the whole table, paid for by\n' +
    'its size; --failures reads the stream, which keeps a day.',
  positionals: [],
  options: {
    aggregate: { type: 'string', help: 'such as order/ord_...; with --store' },
    from: { type: 'string', help: 'all that happened since: a time, or an age like 90m, 6h or 2d' },
    to: { type: 'string', help: 'with --from: until then' },
    failures: {
      type: 'boolean',
      help: 'what the pointers in outbox-failures lead to; they go when it is done',
    },
    store: { type: 'string', help: 'of this store only' },
    rate: { type: 'string', default: '50', help: 'events a second, at most' },
    'dry-run': { type: 'boolean', help: 'say what would be told, and tell nothing' },
  },
  run: async ({ options, suite, say }) => {
    const { aggregate, from, failures, store } = options
    if ([aggregate !== undefined, from !== undefined, failures].filter(Boolean).length !== 1)
      throw new CommandError('one of --aggregate, --from and --failures is expected')
    const dryRun = options['dry-run']
    if (failures) return republishFailures(suite, dryRun, say)
    const pace = { rate: positiveNumber(options.rate, 'rate'), dryRun }
    const told =
      aggregate === undefined
        ? await sinceThen(store, rangeOf(from ?? '', options.to), pace)
        : await retellAll(one(aggregateNamed(aggregate, requiredOption(store, 'store'))), always, pace)
    for (const line of countsByType(told)) say(line)
    say(`${told.length} events ${dryRun ? 'would be told' : 'told'}`)
    return true
  },
})

const sinceThen = (store: string | undefined, range: Range, pace: Parameters<typeof retellAll>[2]) =>
  retellAll(aggregatesOf(store, range), range, pace)

function rangeOf(from: string, to: string | undefined): Range {
  const now = Date.now()
  return { from: timestamp(from, 'from', now), to: to === undefined ? '~' : timestamp(to, 'to', now) }
}

async function* one<T>(value: T): AsyncGenerator<T> {
  yield await Promise.resolve(value)
}

export const outboxCommands = [republish]
