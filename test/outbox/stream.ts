import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { orders } from '../../functions/orders/order/order.store.ts'
import { placeOrder } from '../../functions/orders/order/place-order.ts'
import type { AggregateState, Decision } from '../../shared/decision.ts'
import type { AggregateKind, FiledEvent } from '../../shared/table/aggregate.ts'
import { change, commit } from '../../shared/table/commit.store.ts'
import { readHistory } from '../../shared/table/history.store.ts'
import type { AwsServices } from '../support/aws-services.ts'
import { storeA } from '../support/http.ts'
import { aPlaceOrder, fixedNow } from '../support/orders.ts'
import type { SuiteTable } from '../support/suite/suite-table.ts'

type Handler = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>

/** Passes records to the relay as one batch; returns the sequence numbers to retry from. */
export async function relay(handler: unknown, records: readonly DynamoDBRecord[]): Promise<string[]> {
  const { batchItemFailures } = await (handler as Handler)({ Records: [...records] }, {} as Context)
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
}

let sequence = 0

/** The stream record of a table item in Lambda's format (bytes in base64). */
export function recordOf(item: Readonly<Record<string, AttributeValue>>): DynamoDBRecord {
  sequence += 1
  const image = Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') },
    ]),
  )
  return {
    eventID: `event-${sequence}`,
    eventName: item['version']?.N === '1' ? 'INSERT' : 'MODIFY',
    eventSource: 'aws:dynamodb',
    dynamodb: {
      SequenceNumber: String(sequence),
      NewImage: image as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] & object,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  }
}

const cause = {
  actor: { type: 'client', id: storeA.client },
  causationId: 'r-1',
  correlationId: 'c-1',
} as const

/** Commits a decision and returns its stream record. */
export async function commitRecorded<S extends AggregateState>(
  table: SuiteTable,
  kind: AggregateKind<S>,
  decision: Decision<S>,
  at: string,
): Promise<DynamoDBRecord> {
  await commit([change(kind, decision)], cause, { at })
  const { store, id } = decision.next
  const items = await table.partition(`S#${store}#${kind.name}#${id}`)
  const item = items.find(({ sk }) => sk?.S === kind.name)
  if (item === undefined) throw new Error(`no ${kind.name} ${id} was committed`)
  return recordOf(item)
}

/** A received entry of PutEvents. */
export interface Entry {
  readonly EventBusName: string
  readonly Source: string
  readonly DetailType: string
  readonly Detail: string
  readonly Resources?: readonly string[]
}

/** The bus of the tests: it accepts all entries until `refuseWhen` is called. */
export interface Bus {
  /** Rejects the entries that `refuses` selects by event id and number of earlier calls. */
  refuseWhen(refuses: (id: string, call: number) => boolean): void
  /** The entries of each call so far. */
  calls(): Entry[][]
  /** The ids of all received events, rejected or not. */
  sent(): string[]
}

export const idsOf = (entries: readonly Entry[]): string[] =>
  entries.map(({ Detail }) => (JSON.parse(Detail) as FiledEvent).id)

/** Responds to PutEvents in place of the bus. */
export function busOf(services: AwsServices): Bus {
  const bus: Bus = {
    refuseWhen(refuses) {
      let call = 0
      services.on('PutEvents', (input) => {
        const ids = idsOf(input['Entries'] as Entry[])
        const answers = ids.map((id, n) =>
          refuses(id, call) ? { ErrorCode: 'ThrottlingException' } : { EventId: `bus-${call}-${n}` },
        )
        call += 1
        return { FailedEntryCount: answers.filter((one) => 'ErrorCode' in one).length, Entries: answers }
      })
    },
    calls: () => services.inputs('PutEvents').map(({ Entries }) => Entries as Entry[]),
    sent: () => bus.calls().flatMap(idsOf),
  }
  bus.refuseWhen(() => false)
  return bus
}

/** The stored history of an order. */
export const historyOf = async (id: string): Promise<readonly FiledEvent[]> =>
  (await readHistory(orders, { store: storeA.store, id }, { limit: 1000 })).items

/** Places orders; returns the order id, event id and stream record of each. */
export const placedRecords = (table: SuiteTable, count: number) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const decision = placeOrder(aPlaceOrder(), storeA.store, fixedNow)
      const { id } = decision.next
      return { id, eventId: `${id}.1.0`, record: await commitRecorded(table, orders, decision, fixedNow) }
    }),
  )

/** Changes that make an order item unreadable for the relay. */
export const spoilt: readonly { what: string; change: Record<string, AttributeValue | undefined> }[] = [
  { what: 'happened is not deflated', change: { happened: { B: Uint8Array.from([1, 2, 3]) } } },
  { what: 'happened is missing', change: { happened: undefined } },
  { what: 'state is not deflated', change: { state: { B: Uint8Array.from([0xff]) } } },
  { what: 'version is missing', change: { version: undefined } },
  { what: 'outbox is missing', change: { outbox: undefined } },
  { what: 'pk is missing', change: { pk: undefined } },
]

/** The stream record of an order item with one such change. */
export async function spoiltRecord(
  table: SuiteTable,
  id: string,
  change: Readonly<Record<string, AttributeValue | undefined>>,
): Promise<DynamoDBRecord> {
  const [whole = {}] = await table.partition(`S#${storeA.store}#ORDER#${id}`)
  const left = Object.entries({ ...whole, ...change }).filter(([, value]) => value !== undefined)
  return recordOf(Object.fromEntries(left) as typeof whole)
}
