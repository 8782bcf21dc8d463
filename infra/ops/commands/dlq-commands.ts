import { setTimeout as pause } from 'node:timers/promises'
import {
  type DeadLetters,
  deadLetterQueues,
  deadLettersNamed,
  type MessageFilter,
  pacer,
  processMessages,
  sendBack,
} from '../dead-letters.ts'
import { summaryOf } from '../message-summary.ts'
import { queuesOf } from '../suite/queues.ts'
import { command, type Option, positiveNumber } from './command.ts'
import { CommandError } from './command-error.ts'

const choosing = {
  message: { type: 'string', help: 'only messages with these ids, separated by commas' },
  code: { type: 'string', help: 'only messages with this error code, such as invalid-event' },
} satisfies Record<string, Option>

const dryRun = {
  'dry-run': { type: 'boolean', help: 'show what would be done, change nothing' },
} satisfies Record<string, Option>

const choiceOf = (
  { message = '', code }: { message: string | undefined; code: string | undefined },
  limit = Number.POSITIVE_INFINITY,
): MessageFilter => ({ ids: message.split(',').filter(Boolean), code, limit })

const listQueues = command({
  name: 'dlq list',
  summary: 'Count the messages of each dead-letter queue',
  positionals: [],
  options: {},
  run: async ({ suite, say }) => {
    const queues = await deadLetterQueues(suite)
    for (const { name, waiting, inFlight, source } of queues) {
      const back =
        source === undefined ? 'pointers: outbox republish --failures' : `goes back to ${source.name}`
      say(
        `${String(waiting).padStart(7)}  ${name.padEnd(28)} ${inFlight > 0 ? `(${inFlight} in flight) ` : ''}${back}`,
      )
    }
  },
})

const showQueue = command({
  name: 'dlq show',
  summary: 'Show the messages of a dead-letter queue',
  positionals: ['queue'],
  options: {
    ...choosing,
    limit: { type: 'string', default: '10', help: 'maximum number of messages' },
    body: { type: 'boolean', help: 'include their content, without personal data' },
  },
  run: async ({ positionals: [name = ''], options, suite, say }) => {
    const queue = await deadLettersNamed(suite, name)
    const shown = await processMessages(
      queue,
      choiceOf(options, positiveNumber(options.limit, 'limit')),
      (message) => {
        for (const line of summaryOf(message, options.body)) say(line)
        return Promise.resolve('leave')
      },
    )
    say(`${shown} of ${queue.waiting} shown`)
  },
})

const redriveQueue = command({
  name: 'dlq redrive',
  summary: 'Return the messages of a dead-letter queue to their source queue',
  notes:
    'Fix the cause first; a message that fails again comes back. Each message is sent before it is deleted.\n' +
    'Processing a message twice changes nothing.',
  positionals: ['queue'],
  options: {
    ...choosing,
    ...dryRun,
    rate: { type: 'string', default: '10', help: 'maximum messages per second' },
    limit: { type: 'string', help: 'maximum number of messages' },
    to: { type: 'string', help: 'target queue; default: the source queue' },
  },
  run: async ({ positionals: [name = ''], options, suite, say }) => {
    const queue = await deadLettersNamed(suite, name)
    const target = await targetOf(queue, options.to, suite)
    const wait = pacer(positiveNumber(options.rate, 'rate'), (milliseconds) => pause(milliseconds))
    const limit = options.limit === undefined ? undefined : positiveNumber(options.limit, 'limit')
    const count = await processMessages(queue, choiceOf(options, limit), async (message) => {
      if (options['dry-run']) return 'leave'
      await wait()
      await sendBack(target, message)
      return 'done'
    })
    say(
      `${count} of ${queue.waiting} ${options['dry-run'] ? 'would be' : ''} sent to ${target.name}`.replace(
        '  ',
        ' ',
      ),
    )
  },
})

async function targetOf(queue: DeadLetters, to: string | undefined, suite: Parameters<typeof queuesOf>[0]) {
  if (to !== undefined) {
    const found = (await queuesOf(suite)).find(({ name }) => name === to)
    if (found === undefined) throw new CommandError(`No queue ${to}.`)
    return found
  }
  if (queue.source !== undefined) return queue.source
  throw new CommandError(`Messages of ${queue.name} have no source queue; use outbox republish --failures.`)
}

const discardMessages = command({
  name: 'dlq discard',
  summary: 'Delete messages from a dead-letter queue',
  notes: 'Deletion is final. Select messages by id or error code; a whole queue cannot be deleted at once.',
  positionals: ['queue'],
  options: { ...choosing, ...dryRun },
  run: async ({ positionals: [name = ''], options, suite, say, confirm }) => {
    if (options.message === undefined && options.code === undefined)
      throw new CommandError('Pass --message or --code.')
    const queue = await deadLettersNamed(suite, name)
    if (!options['dry-run']) await confirm(`Delete these messages of ${queue.name}?`)
    const count = await processMessages(queue, choiceOf(options), () =>
      Promise.resolve(options['dry-run'] ? 'leave' : 'done'),
    )
    say(`${count} of ${queue.waiting} ${options['dry-run'] ? 'would be deleted' : 'deleted'}`)
  },
})

export const dlqCommands = [listQueues, showQueue, redriveQueue, discardMessages]
