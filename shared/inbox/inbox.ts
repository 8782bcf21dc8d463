import middy from '@middy/core'
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import * as z from 'zod/mini'
import { now } from '../clock.ts'
import { sendToDeadLetters } from '../dead-letters.client.ts'
import type { Cause } from '../decision.ts'
import { DomainError, isPermanent } from '../domain-error.ts'
import { log, metric } from '../log.ts'
import { retryOnStale } from '../retry.ts'
import type { AnyReaction, AwsEvent } from './reaction.ts'

/** How often a reaction is retried at once after a concurrent change. */

const BusEvent = z.object({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  time: z.string(),
  detail: z.record(z.string(), z.unknown()),
})

/**
 * A slice's inbox: batches of one queue, each message an event from a bus. Messages of a batch run concurrently and fail
 * one by one: a permanent failure goes to the dead-letter queue at once, a transient one is retried by the queue.
 */
export const inboxHandler = (slice: string, reactions: readonly AnyReaction[]) =>
  middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }) => {
    const outcomes = await Promise.all(Records.map((record) => receive(slice, reactions, record)))
    return { batchItemFailures: outcomes.filter((failure) => failure !== undefined) }
  })

async function receive(
  slice: string,
  reactions: readonly AnyReaction[],
  record: SQSRecord,
): Promise<SQSBatchItemFailure | undefined> {
  try {
    await dispatch(reactions, record.body)
    return undefined
  } catch (error) {
    const permanent = isPermanent(error)
    const tries = Number(record.attributes.ApproximateReceiveCount)
    log[permanent ? 'error' : 'warn']('reaction failed', {
      slice,
      messageId: record.messageId,
      permanent,
      tries,
      ...storyOf(record.body),
      error,
    })
    metric({ slice }, { [permanent ? 'PermanentFailures' : 'RetriedFailures']: 1 })
    if (!permanent) return { itemIdentifier: record.messageId }
    return buried(record, error)
  }
}

/** Fields that identify a failed message in the log, as far as it can be read. */
function storyOf(body: string): { readonly eventId?: unknown; readonly correlationId?: unknown } {
  try {
    const { id: eventId, correlationId } = open(body).detail as Readonly<Record<string, unknown>>
    return { eventId, correlationId }
  } catch {
    return {}
  }
}

/** Sends a message to the dead-letter queue; if that fails, the queue's own redrive does it later. */
async function buried(record: SQSRecord, error: unknown): Promise<SQSBatchItemFailure | undefined> {
  try {
    await sendToDeadLetters(record.body, error instanceof DomainError ? error.code : 'internal')
    return undefined
  } catch (failure) {
    log.warn('dead-letter queue not reached', { messageId: record.messageId, error: failure })
    return { itemIdentifier: record.messageId }
  }
}

async function dispatch(reactions: readonly AnyReaction[], body: string): Promise<void> {
  const event = open(body)
  const type = event['detail-type']
  for (const reaction of reactions) {
    if ('onAws' in reaction) {
      if (reaction.onAws.source !== event.source || reaction.onAws.detailType !== type) continue
      await retryOnStale(() =>
        reaction.run(event, { now: now(), cause: causeOf(reaction.name, event.id, event.id) }),
      )
      continue
    }
    const definition = reaction.on.find((candidate) => candidate.type === type)
    if (definition === undefined) continue
    const envelope = z.safeParse(definition.schema, event.detail)
    if (!envelope.success) {
      const [issue] = envelope.error.issues
      throw new DomainError(
        'invalid-event',
        `${type} is not as its schema says at ${issue?.path.join('.')}: ${issue?.code}`,
      )
    }
    const { id, correlationId } = envelope.data
    await retryOnStale(() =>
      reaction.run(envelope.data as never, { now: now(), cause: causeOf(reaction.name, id, correlationId) }),
    )
  }
}

function open(body: string): AwsEvent {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch (cause) {
    throw new DomainError('invalid-event', 'Message is not JSON.', { cause })
  }
  const event = z.safeParse(BusEvent, json)
  if (event.success) return event.data
  throw new DomainError('invalid-event', 'Message is not an event of the bus.')
}

const causeOf = (name: string, causationId: string, correlationId: string): Cause => ({
  actor: { type: 'system', id: name },
  causationId,
  correlationId,
})
