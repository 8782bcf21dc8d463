import { CommandError } from './commands/command-error.ts'
import { type Message, type Queue, queuesOf, receive, release, remove, send } from './suite/queues.ts'
import type { Suite } from './suite/suite.ts'

/** Seconds for which messages are kept from others while they are looked at or moved. */
const keptSeconds = 120

/** A queue of what could not be dealt with, and the queue from which it came where there is one. */
export interface DeadLetters extends Queue {
  readonly source: Queue | undefined
}

/** Every dead-letter queue: those that have none themselves. */
export async function deadLetterQueues(suite: Pick<Suite, 'resources'>): Promise<DeadLetters[]> {
  const queues = await queuesOf(suite)
  return queues
    .filter(({ deadLetters }) => deadLetters === undefined)
    .map((queue) => ({ ...queue, source: queues.find(({ deadLetters }) => deadLetters === queue.arn) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The dead-letter queue with a name; `orders` is short for `orders-dead-letters`. Error: says which there are. */
export async function deadLettersNamed(suite: Pick<Suite, 'resources'>, name: string): Promise<DeadLetters> {
  const queues = await deadLetterQueues(suite)
  const found = queues.find((queue) => queue.name === name || queue.name === `${name}-dead-letters`)
  if (found !== undefined) return found
  throw new CommandError(
    `there is no dead-letter queue ${name}; there are ${queues.map((one) => one.name).join(', ')}`,
  )
}

/** Which of the messages are meant. */
export interface MessageFilter {
  readonly ids: readonly string[]
  readonly code: string | undefined
  readonly limit: number
}

/** Why a message is here: our own code, or the bus's when it could not deliver; unknown when it just failed too often. */
export const errorCodeOf = ({ attributes }: Pick<Message, 'attributes'>): string | undefined =>
  attributes['ErrorCode']?.StringValue ?? attributes['ERROR_CODE']?.StringValue

const isChosen = (message: Message, { ids, code }: MessageFilter): boolean =>
  (ids.length === 0 || ids.includes(message.id)) && (code === undefined || errorCodeOf(message) === code)

/**
 * Goes through a dead-letter queue once, at most as many messages as it held when this began: what fails again and
 * comes back meanwhile is left. `use` says whether it is done with a message, which then is deleted; all others can be
 * seen again afterwards. Returns how many were chosen.
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

/** Attributes that say why a message failed: they belong to the failure and not to the message. */
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
 * Sends a message to the queue from which it came. It is deleted from the dead letters only afterwards: cut off in
 * between it is there twice, which changes nothing, and never lost.
 */
export async function sendBack(target: Queue, { body, attributes }: Message): Promise<void> {
  const own = Object.entries(attributes).filter(([name]) => !failureAttributes.has(name))
  await send(target, body, Object.fromEntries(own))
}

/** Makes what waits before each step so that there are no more than `rate` a second. */
export function pacer(rate: number, pause: (milliseconds: number) => Promise<void>): () => Promise<void> {
  let first = true
  return async () => {
    if (!first) await pause(1000 / rate)
    first = false
  }
}
