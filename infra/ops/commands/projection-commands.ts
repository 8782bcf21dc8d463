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

/** Writes an item's index keys; does nothing when the item changed meanwhile, because that write set them. */
async function reindex(
  { pk, sk, version }: TableItem,
  should: Readonly<Record<string, unknown>>,
): Promise<void> {
  const names = ['gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk']
  const kept = names.filter((name) => should[name] !== undefined)
  const removed = names.filter((name) => should[name] === undefined)
  try {
    await documents.send(
      new UpdateCommand({
        TableName: table.getName(),
        Key: { pk, sk },
        ConditionExpression: 'version = :read',
        UpdateExpression: [
          ...(kept.length === 0 ? [] : [`SET ${kept.map((name) => `${name} = :${name}`).join(', ')}`]),
          ...(removed.length === 0 ? [] : [`REMOVE ${removed.join(', ')}`]),
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

/** A message as EventBridge sends it to a queue. */
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
  summary: 'Rebuild derived data: index entries, or what a slice stores from events of other slices',
  notes:
    'indexes: rewrites the index keys of every item, after a deployment that changed them. One write for each changed\n' +
    'item; the stream sees it as a change, so the item’s latest events are published again.\n' +
    'A slice’s name: sends the events since --from to that slice’s queue only. Existing data stays; missing data is\n' +
    'restored; a lost mail is sent again. No other data of the suite is derived.\n' +
    'Scans the whole table.',
  positionals: ['indexes or a slice'],
  options: {
    from: { type: 'string', help: 'for a slice: a time, or an age such as 90m, 6h or 2d' },
    store: { type: 'string', help: 'only this store' },
    rate: { type: 'string', default: '50', help: 'maximum items or events per second' },
    'dry-run': { type: 'boolean', help: 'show what would be done, change nothing' },
  },
  run: async ({ positionals: [what = ''], options, suite, say }) => {
    const dryRun = options['dry-run']
    const wait = pacer(positiveNumber(options.rate, 'rate'), (milliseconds) => pause(milliseconds))
    if (what === 'indexes') {
      const moved = await rebuildIndexes(options.store, dryRun, wait)
      for (const line of countsByType(moved)) say(line)
      say(`${moved.length} items ${dryRun ? 'would be updated' : 'updated'}`)
      return
    }
    const slice = slices.find(({ name }) => name === what)
    if (slice === undefined)
      throw new CommandError(
        `Pass indexes or one of ${slices.map(({ name }) => name).join(', ')}, not ${what}.`,
      )
    const range = { from: timestamp(requiredOption(options.from, 'from'), 'from', Date.now()), to: '~' }
    const asked = new Set(
      slice.reactions.flatMap((one) => ('on' in one ? one.on.map(({ type }) => type) : [])),
    )
    const queue = resourceNamed(suite, 'AWS::SQS::Queue', `${slice.name}-queue`)
    const sent: string[] = []
    for await (const name of aggregatesOf(options.store, range)) {
      for (const one of await eventsOf(name, range, !dryRun)) {
        if (!asked.has(one.event.type)) continue
        sent.push(one.event.type)
        if (dryRun) continue
        await wait()
        await send({ url: queue.id }, asFromBus(one))
      }
    }
    for (const line of countsByType(sent)) say(line)
    say(`${sent.length} events ${dryRun ? 'would be sent' : 'sent'} to ${queue.name}`)
  },
})

export const projectionCommands = [rebuild]
