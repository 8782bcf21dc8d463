import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type { EventDefinition, EventOf } from '../../events/envelope.ts'
import type { AggregateState } from '../../shared/decision.ts'

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>

/** An event of an aggregate, as the relay builds it from this snapshot. */
export function eventOf<D extends EventDefinition>(
  { type, aggregate }: D,
  snapshot: EventOf<D>['snapshot'] & AggregateState,
  data: EventOf<D>['data'],
): EventOf<D> {
  const { id, store, version } = snapshot
  return {
    id: `${id}.${version}.0`,
    type,
    version: 1,
    store,
    occurredAt: '2026-11-24T12:00:00.000Z',
    aggregate: { type: aggregate, id, version },
    causationId: 'request-1',
    correlationId: 'correlation-1',
    actor: { type: 'client', id: 'client-azul' },
    data,
    snapshot,
  } as unknown as EventOf<D>
}

/** The body of a queue message sent by an event bus rule. */
export const busMessage = (event: { readonly type: string }, slice: string): string =>
  JSON.stringify({
    version: '0',
    id: `bus-${'id' in event ? String(event.id) : ''}`,
    'detail-type': event.type,
    source: `retaguarda.${slice}`,
    account: '000000000000',
    time: '2026-11-24T12:00:01Z',
    region: 'us-east-1',
    resources: [],
    detail: event,
  })

/** Delivers bodies to an inbox as one batch (`message-0`, `message-1` ...); returns the ids of the failed messages. */
export async function deliver(handler: unknown, bodies: readonly string[]): Promise<string[]> {
  const Records = bodies.map((body, n) => ({
    messageId: `message-${n}`,
    receiptHandle: 'receipt',
    body,
    attributes: { ApproximateReceiveCount: '1' },
    messageAttributes: {},
    eventSource: 'aws:sqs',
  }))
  const { batchItemFailures } = await (handler as Handler)({ Records } as unknown as SQSEvent, {} as Context)
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
}
