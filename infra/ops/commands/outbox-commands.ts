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
/** Events per PutEvents call. */
const callSize = 10

/** Republishes the events of some aggregates within a range, at a rate; returns the type of each. */
async function republishAll(
  names: AsyncIterable<Parameters<typeof eventsOf>[0]>,
  range: Range,
  { rate, dryRun }: { readonly rate: number; readonly dryRun: boolean },
): Promise<string[]> {
  const wait = pacer(rate / callSize, (milliseconds) => pause(milliseconds))
  const published: string[] = []
  let waiting: RepublishedEvent[] = []
  const flush = async () => {
    if (!dryRun && waiting.length > 0) {
      await wait()
      await republishEvents(waiting)
    }
    published.push(...waiting.map(({ event }) => event.type))
    waiting = []
  }
  for await (const name of names) {
    for (const one of await eventsOf(name, range, !dryRun)) {
      waiting.push(one)
      if (waiting.length === callSize) await flush()
    }
  }
  await flush()
  return published
}

async function republishFailures(suite: Suite, dryRun: boolean, say: Say): Promise<boolean> {
  const queue = await deadLettersNamed(suite, 'outbox-failures')
  let skipped = 0
  let published = 0
  const all = { ids: [], code: undefined, limit: Number.POSITIVE_INFINITY }
  const count = await processMessages(queue, all, async ({ id, body }) => {
    const pointer = readPointer(body)
    const relayed = pointer === undefined ? { skipped: 'not a pointer' } : await relayPointer(pointer, dryRun)
    if ('skipped' in relayed) {
      skipped += 1
      say(`${id} skipped: ${relayed.skipped}`)
      return 'leave'
    }
    published += relayed.published
    return dryRun ? 'leave' : 'done'
  })
  say(
    `${count} pointers: ${published} events ${dryRun ? 'would be published' : 'published'}, ${skipped} skipped`,
  )
  return skipped === 0
}

const republish = command({
  name: 'outbox republish',
  summary: 'Republish events: of an aggregate, from a time on, or those that the relay failed to publish',
  notes:
    'Events keep their ids, so consumers skip those they have processed. Erased events are not published.\n' +
    '--aggregate and --from also file and publish what the relay missed. --from scans the whole table, billed by\n' +
    'its size; --failures reads the stream, which keeps 24 hours.',
  positionals: [],
  options: {
    aggregate: { type: 'string', help: 'such as order/ord_...; requires --store' },
    from: { type: 'string', help: 'events since a time, or an age such as 90m, 6h or 2d' },
    to: { type: 'string', help: 'with --from: events before this time' },
    failures: {
      type: 'boolean',
      help: 'events of the pointers in outbox-failures; deletes published pointers',
    },
    store: { type: 'string', help: 'only this store' },
    rate: { type: 'string', default: '50', help: 'maximum events per second' },
    'dry-run': { type: 'boolean', help: 'show what would be published, publish nothing' },
  },
  run: async ({ options, suite, say }) => {
    const { aggregate, from, failures, store } = options
    if ([aggregate !== undefined, from !== undefined, failures].filter(Boolean).length !== 1)
      throw new CommandError('Pass one of --aggregate, --from and --failures.')
    const dryRun = options['dry-run']
    if (failures) return republishFailures(suite, dryRun, say)
    const pace = { rate: positiveNumber(options.rate, 'rate'), dryRun }
    const published =
      aggregate === undefined
        ? await sinceThen(store, rangeOf(from ?? '', options.to), pace)
        : await republishAll(one(aggregateNamed(aggregate, requiredOption(store, 'store'))), always, pace)
    for (const line of countsByType(published)) say(line)
    say(`${published.length} events ${dryRun ? 'would be published' : 'published'}`)
    return true
  },
})

const sinceThen = (store: string | undefined, range: Range, pace: Parameters<typeof republishAll>[2]) =>
  republishAll(aggregatesOf(store, range), range, pace)

function rangeOf(from: string, to: string | undefined): Range {
  const now = Date.now()
  return { from: timestamp(from, 'from', now), to: to === undefined ? '~' : timestamp(to, 'to', now) }
}

async function* one<T>(value: T): AsyncGenerator<T> {
  yield await Promise.resolve(value)
}

export const outboxCommands = [republish]
