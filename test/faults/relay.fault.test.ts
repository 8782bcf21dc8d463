import type { DynamoDBRecord } from 'aws-lambda'
import { handler } from '../../functions/outbox/relay-events.stream.ts'
import {
  type Bus,
  busOf,
  type Entry,
  historyOf,
  idsOf,
  placedRecords,
  relay,
  spoilt,
  spoiltRecord,
} from '../outbox/stream.ts'
import { ServiceError } from '../support/aws-services.ts'
import { type SuiteFixture, startSuiteFixture } from '../support/suite/suite-fixture.ts'
import { draw, integerBetween, oneOf } from './table/draw.ts'
import { faultRow } from './table/fault-row.ts'
import type { Tally } from './table/figures.ts'

let fixture: SuiteFixture
let bus: Bus
beforeAll(async () => {
  fixture = await startSuiteFixture()
  fixture.services.on('SendMessage', () => ({ MessageId: 'one' }))
})
afterAll(() => fixture.stop())
beforeEach(() => {
  bus = busOf(fixture.services)
})

const sequenceOf = (record: DynamoDBRecord) => record.dynamodb?.SequenceNumber

type Placed = Awaited<ReturnType<typeof placedRecords>>

/** Counts events missing on the bus or in the history, and duplicates in the history. */
async function published(placed: Placed, sent: readonly string[], tries: number): Promise<Tally> {
  const histories = await Promise.all(placed.map(({ id }) => historyOf(id)))
  const lost = placed.filter(({ eventId }, n) => !sent.includes(eventId) || histories[n]?.length === 0)
  const doubled = histories.filter((history) => history.length > 1)
  return { tries, lost: lost.length, doubled: doubled.length }
}

/** Delivers a batch as a stream does: retries from the lowest failed record, or the whole batch, until all succeed. */
async function relayBatch(records: readonly DynamoDBRecord[]): Promise<number> {
  let left = records
  for (let tries = 1; ; tries += 1) {
    const failed = await relay(handler, left).catch(() => [sequenceOf(left[0]!) ?? ''])
    if (failed.length === 0) return tries
    expect(tries).toBeLessThan(20)
    const first = left.findIndex((record) => failed.includes(sequenceOf(record) ?? ''))
    left = left.slice(Math.max(0, first))
  }
}

faultRow('poison-record', { title: 'a batch of the relay', cost: 'slow', concurrency: 1 }, async (seed) => {
  fixture.services.calls.length = 0
  const placed = await placedRecords(fixture.table, integerBetween(2, 6, seed))
  const victim = integerBetween(0, placed.length - 1, seed, 'place')
  const { change } = oneOf(spoilt, seed, 'how')
  const poison = await spoiltRecord(fixture.table, placed[victim]!.id, change)
  const batch = placed.map(({ record }, n) => (n === victim ? poison : record))
  expect(await relay(handler, batch)).toEqual([])
  const pointers = fixture.services
    .inputs('SendMessage')
    .map(({ MessageBody }) => (JSON.parse(String(MessageBody)) as { sequence: string }).sequence)
  expect(pointers).toEqual([sequenceOf(poison)])
  return published(
    placed.filter((_, n) => n !== victim),
    bus.sent(),
    batch.length,
  )
})

faultRow('partial-put', { title: 'a batch of the relay', cost: 'slow' }, async (seed) => {
  fixture.services.calls.length = 0
  const placed = await placedRecords(fixture.table, integerBetween(3, 10, seed))
  const taken: string[] = []
  let waiting: readonly string[] = placed.map(({ eventId }) => eventId)
  let more = 0
  bus.refuseWhen((id, call) => {
    const refused = call < 2 && draw(seed, id, call) < 0.4
    if (!refused) taken.push(id)
    return refused
  })
  expect(
    await relay(
      handler,
      placed.map(({ record }) => record),
    ),
  ).toEqual([])
  for (const ids of bus.calls().map((entries: Entry[]) => idsOf(entries))) {
    more += ids.filter((id) => !waiting.includes(id)).length
    waiting = ids
  }
  expect(more).toBe(0)
  const { tries, lost } = await published(placed, taken, bus.sent().length)
  return { tries, lost, doubled: taken.length - new Set(taken).size }
})

faultRow(
  'bus-down',
  { title: 'the relay during an outage longer than its retries', cost: 'slow' },
  async (seed) => {
    fixture.services.calls.length = 0
    const placed = await placedRecords(fixture.table, integerBetween(1, 4, seed))
    let outage = integerBetween(1, 8, seed, 'outage')
    const sent: string[] = []
    fixture.services.on('PutEvents', ({ Entries }) => {
      const entries = Entries as Entry[]
      outage -= 1
      if (outage >= 0 && seed % 2 === 0)
        throw new ServiceError(oneOf([400, 500, 503], seed, outage), 'InternalException')
      if (outage >= 0)
        return {
          FailedEntryCount: entries.length,
          Entries: entries.map(() => ({ ErrorCode: 'InternalFailure' })),
        }
      sent.push(...idsOf(entries))
      return { FailedEntryCount: 0, Entries: entries.map((_, n) => ({ EventId: `e-${n}` })) }
    })
    const tries = await relayBatch(placed.map(({ record }) => record))
    return published(placed, sent, tries)
  },
)
