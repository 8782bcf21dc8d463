import { setTimeout as pause } from 'node:timers/promises'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { documents, table } from '../../../shared/table/table.store.ts'
import { slices } from '../../slices.ts'
import { everyItem, type TableItem } from '../aggregates.ts'
import { pacer } from '../dead-letters.ts'
import { indexDifference } from '../indexed-kinds.ts'
import { aggregatesOf, countsByType, eventsOf, type RepublishedEvent } from '../republish.ts'
import { send } from '../suite/queues.ts'
import { resourceNamed } from '../suite/suite.ts'
import { command, positiveNumber, requiredOption, timestamp } from './command.ts'
import { CommandError } from './command-error.ts'

type Wait = () => Promise<void>

/** Puts an item where its kind says it should stand; nothing when somebody has changed it meanwhile, who did so too. */
async function reindex(
  { pk, sk, version }: TableItem,
  should: Readonly<Record<string, unknown>>,
): Promise<void> {
  const names = ['gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk']
  const kept = names.filter((name) => should[name] !== undefined)
  const gone = names.filter((name) => should[name] === undefined)
  try {
    await documents.send(
      new UpdateCommand({
        TableName: table.getName(),
        Key: { pk, sk },
        ConditionExpression: 'version = :read',
        UpdateExpression: [
          ...(kept.length === 0 ? [] : [`SET ${kept.map((name) => `${name} = :${name}`).join(', ')}`]),
          ...(gone.length === 0 ? [] : [`REMOVE ${gone.join(', ')}`]),
        ].join(' '),
        ExpressionAttributeValues: {
          ':read': version,
          ...Object.fromEntries(kept.map((name) => [`:${name}`, should[name]])),
        },
      }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

async function rebuildIndexes(store: string | undefined, dryRun: boolean, wait: Wait): Promise<string[]> {
  const moved: string[] = []
  for await (const item of everyItem(store)) {
    const difference = indexDifference(item)
    if (difference === undefined) continue
    moved.push(item.sk)
    if (dryRun) continue
    await wait()
    await reindex(item, { ...difference.should })
  }
  return moved
}

/** A message as EventBridge brings it to a queue. */
const asFromBus = ({ slice, event }: RepublishedEvent): string =>
  JSON.stringify({
    version: '0',
    id: event.id,
    'detail-type': event.type,
    source: `retaguarda.${slice}`,
    time: event.occurredAt,
    resources: [],
    detail: event,
  })

const rebuild = command({
  name: 'projections rebuild',
  summary:
    'Make anew what is derived: the places in the lists, or what a slice has learned from others’ events',
  notes:
    'indexes: puts every item where its kind says it should stand, for a deployment that changed that, at one write\n' +
    'for each that moves. It shows as a change in the stream, so what it last told is told again.\n' +
    'A slice’s name: brings the events since --from to that slice’s queue alone. What it knows already stays as it is;\n' +
    'what it lost, it learns; of a mail it lost, it sends another. Nothing else of the suite is derived: other states are the truth themselves.\n' +
    'The whole table is read.',
  positionals: ['indexes or a slice'],
  options: {
    from: { type: 'string', help: 'for a slice: a time, or an age like 90m, 6h or 2d' },
    store: { type: 'string', help: 'of this store only' },
    rate: { type: 'string', default: '50', help: 'items or events a second, at most' },
    'dry-run': { type: 'boolean', help: 'say what would be done, and do nothing' },
  },
  run: async ({ positionals: [what = ''], options, suite, say }) => {
    const dryRun = options['dry-run']
    const wait = pacer(positiveNumber(options.rate, 'rate'), (milliseconds) => pause(milliseconds))
    if (what === 'indexes') {
      const moved = await rebuildIndexes(options.store, dryRun, wait)
      for (const line of countsByType(moved)) say(line)
      say(`${moved.length} items ${dryRun ? 'would be moved' : 'moved'}`)
      return
    }
    const slice = slices.find(({ name }) => name === what)
    if (slice === undefined)
      throw new CommandError(
        `expected: indexes, or ${slices.map(({ name }) => name).join(', ')}; got ${what}`,
      )
    const range = { from: timestamp(requiredOption(options.from, 'from'), 'from', Date.now()), to: '~' }
    const asked = new Set(
      slice.reactions.flatMap((one) => ('on' in one ? one.on.map(({ type }) => type) : [])),
    )
    const queue = resourceNamed(suite, 'AWS::SQS::Queue', `${slice.name}-queue`)
    const brought: string[] = []
    for await (const name of aggregatesOf(options.store, range)) {
      for (const one of await eventsOf(name, range, !dryRun)) {
        if (!asked.has(one.event.type)) continue
        brought.push(one.event.type)
        if (dryRun) continue
        await wait()
        await send({ url: queue.id }, asFromBus(one))
      }
    }
    for (const line of countsByType(brought)) say(line)
    say(`${brought.length} events ${dryRun ? 'would be brought' : 'brought'} to ${queue.name}`)
  },
})

export const projectionCommands = [rebuild]
