import { codedError, type QueueMessage, type Queues } from './queues.ts'

/** Sends a message to a queue; rejects with an Error whose `name` is SQS's error code. */
export type SendMessage = (queueArn: string, message: QueueMessage) => Promise<void>

/** Sends messages to queues whose policy allows it. */
export interface QueueSender {
  readonly send: SendMessage
  /** Denies all senders of a queue, as after a lost policy, until `allow`. */
  deny(queueArn: string): void
  allow(queueArn: string): void
  /** Throws SQS's error when the queue denies senders. */
  check(queueArn: string): void
}

/** Creates the sender for the cloud itself: rules, streams and asynchronous invocations. */
export function createQueueSender({ take }: Pick<Queues, 'take'>): QueueSender {
  const denied = new Set<string>()

  function check(queueArn: string): void {
    if (denied.has(queueArn)) throw codedError('AccessDenied', `Access to ${queueArn} is denied`)
  }

  return {
    check,
    send: async (queueArn, message) => {
      check(queueArn)
      take(queueArn, message)
    },
    deny: (queueArn) => void denied.add(queueArn),
    allow: (queueArn) => void denied.delete(queueArn),
  }
}
