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
  message: { type: 'string', help: 'only the messages with these ids, separated by commas' },
  code: { type: 'string', help: 'only those with this error code, such as invalid-event' },
} satisfies Record<string, Option>

const dryRun = {
  'dry-run': { type: 'boolean', help: 'say what would be done, and do nothing' },
} satisfies Record<string, Option>

const choiceOf = (
  { message = '', code }: { message: string | undefined; code: string | undefined },
  limit = Number.POSITIVE_INFINITY,
): MessageFilter => ({ ids: message.split(',').filter(Boolean), code, limit })

const listQueues = command({
  name: 'dlq list',
  summary: 'Tell how many messages each dead-letter queue holds',
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
  summary: 'Tell what the messages of a dead-letter queue are about, without taking them away',
  positionals: ['queue'],
  options: {
    ...choosing,
    limit: { type: 'string', default: '10', help: 'at most so many' },
    body: { type: 'boolean', help: 'their whole content, too, without personal data' },
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
  summary: 'Send the messages of a dead-letter queue back to where they came from',
  notes:
    'Mend the cause first: what fails again comes back. Each message is sent before it is deleted; one that is there\n' +
    'twice changes nothing.',
  positionals: ['queue'],
  options: {
    ...choosing,
    ...dryRun,
    rate: { type: 'string', default: '10', help: 'messages a second, at most' },
    limit: { type: 'string', help: 'at most so many' },
    to: { type: 'string', help: 'another queue than the one from which they came' },
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
    if (found === undefined) throw new CommandError(`there is no queue ${to}`)
    return found
  }
  if (queue.source !== undefined) return queue.source
  throw new CommandError(`what is in ${queue.name} came from no queue: use outbox republish --failures`)
}

const discardMessages = command({
  name: 'dlq discard',
  summary: 'Delete messages of a dead-letter queue that can never succeed',
  notes:
    'They are gone for good. Name them by id or by error code; all of a queue are never deleted at once.',
  positionals: ['queue'],
  options: { ...choosing, ...dryRun },
  run: async ({ positionals: [name = ''], options, suite, say, confirm }) => {
    if (options.message === undefined && options.code === undefined)
      throw new CommandError('--message or --code is expected')
    const queue = await deadLettersNamed(suite, name)
    if (!options['dry-run']) await confirm(`Delete these messages of ${queue.name} for good?`)
    const count = await processMessages(queue, choiceOf(options), () =>
      Promise.resolve(options['dry-run'] ? 'leave' : 'done'),
    )
    say(`${count} of ${queue.waiting} ${options['dry-run'] ? 'would be deleted' : 'deleted'}`)
  },
})

export const dlqCommands = [listQueues, showQueue, redriveQueue, discardMessages]
