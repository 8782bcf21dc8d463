import { codedError, type QueueMessage, type Queues } from './queues.ts'

/** Sends a message to a queue; rejects with an Error whose `name` is the code of SQS's error. */
export type SendMessage = (queueArn: string, message: QueueMessage) => Promise<void>

/** Sends messages to queues that let it. */
export interface QueueSender {
  readonly send: SendMessage
  /** From now on the queue lets nobody send, as when its policy was lost; until `allow`. */
  deny(queueArn: string): void
  allow(queueArn: string): void
  /** Throws what SQS would say when the queue lets nobody send. */
  check(queueArn: string): void
}

/** Makes a sender of what the cloud itself sends: rules, streams and asynchronous invocations. */
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
