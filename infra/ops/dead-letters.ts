import { CommandError } from './commands/command-error.ts'
import { type Message, type Queue, queuesOf, receive, release, remove, send } from './suite/queues.ts'
import type { Suite } from './suite/suite.ts'

/** Visibility timeout in seconds while messages are shown or moved. */
const keptSeconds = 120

/** A dead-letter queue, and its source queue if it has one. */
export interface DeadLetters extends Queue {
  readonly source: Queue | undefined
}

/** Every dead-letter queue: the queues without a dead-letter queue of their own. */
export async function deadLetterQueues(suite: Pick<Suite, 'resources'>): Promise<DeadLetters[]> {
  const queues = await queuesOf(suite)
  return queues
    .filter(({ deadLetters }) => deadLetters === undefined)
    .map((queue) => ({ ...queue, source: queues.find(({ deadLetters }) => deadLetters === queue.arn) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Finds a dead-letter queue; `orders` is short for `orders-dead-letters`. Error: no such queue, with the list. */
export async function deadLettersNamed(suite: Pick<Suite, 'resources'>, name: string): Promise<DeadLetters> {
  const queues = await deadLetterQueues(suite)
  const found = queues.find((queue) => queue.name === name || queue.name === `${name}-dead-letters`)
  if (found !== undefined) return found
  throw new CommandError(`No dead-letter queue ${name}. Queues: ${queues.map((one) => one.name).join(', ')}`)
}

/** Selects messages. */
export interface MessageFilter {
  readonly ids: readonly string[]
  readonly code: string | undefined
  readonly limit: number
}

/** Error code of a message: set by an inbox or by EventBridge; undefined when it exceeded the attempts. */
export const errorCodeOf = ({ attributes }: Pick<Message, 'attributes'>): string | undefined =>
  attributes['ErrorCode']?.StringValue ?? attributes['ERROR_CODE']?.StringValue

const isChosen = (message: Message, { ids, code }: MessageFilter): boolean =>
  (ids.length === 0 || ids.includes(message.id)) && (code === undefined || errorCodeOf(message) === code)

/**
 * Processes the messages of a dead-letter queue once, at most as many as it held at the start: messages that return
 * meanwhile are left. Deletes a message when `use` returns `done`; the others become visible again. Returns the number
 * of selected messages.
 */
export async function processMessages(
  queue: DeadLetters,
  choice: MessageFilter,
  use: (message: Message) => Promise<'done' | 'leave'>,
): Promise<number> {
  const seen = new Set<string>()
  const left: Message[] = []
  let chosen = 0
  try {
    while (seen.size < queue.waiting && chosen < choice.limit) {
      const batch = await receive(queue, keptSeconds)
      if (batch.length === 0) break
      for (const message of batch) {
        const wanted = !seen.has(message.id) && seen.size < queue.waiting && chosen < choice.limit
        seen.add(message.id)
        if (!wanted || !isChosen(message, choice)) {
          left.push(message)
          continue
        }
        chosen += 1
        if ((await use(message)) === 'done') await remove(queue, message)
        else left.push(message)
      }
    }
  } finally {
    for (const message of left) await release(queue, message)
  }
  return chosen
}

/** Attributes that describe the failure; they are not part of the original message. */
const failureAttributes: ReadonlySet<string> = new Set([
  'ErrorCode',
  'ERROR_CODE',
  'ERROR_MESSAGE',
  'EXHAUSTED_RETRY_CONDITION',
  'RETRY_ATTEMPTS',
  'RULE_ARN',
  'TARGET_ARN',
])

/**
 * Sends a message to its source queue. The caller deletes the dead letter afterwards: after a crash in between the
 * message exists twice, which changes nothing, and is never lost.
 */
export async function sendBack(target: Queue, { body, attributes }: Message): Promise<void> {
  const own = Object.entries(attributes).filter(([name]) => !failureAttributes.has(name))
  await send(target, body, Object.fromEntries(own))
}

/** Returns a function that waits so that there are at most `rate` calls per second. */
export function pacer(rate: number, pause: (milliseconds: number) => Promise<void>): () => Promise<void> {
  let first = true
  return async () => {
    if (!first) await pause(1000 / rate)
    first = false
  }
}
