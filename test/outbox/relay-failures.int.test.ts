import type { DynamoDBRecord } from 'aws-lambda'
import { handler } from '../../functions/outbox/relay-events.stream.ts'
import { ServiceError } from '../support/aws-services.ts'
import { storeA } from '../support/http.ts'
import { type SuiteFixture, startSuiteFixture } from '../support/suite/suite-fixture.ts'
import {
  type Bus,
  busOf,
  historyOf,
  idsOf,
  placedRecords,
  recordOf,
  relay,
  spoilt,
  spoiltRecord,
} from './stream.ts'

let stage: SuiteFixture
let bus: Bus
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())
beforeEach(() => {
  stage.services.calls.length = 0
  stage.logged.length = 0
  bus = busOf(stage.services)
})

const sequenceOf = (record: DynamoDBRecord | undefined) => record?.dynamodb?.SequenceNumber

describe('a relay with a failing bus', () => {
  it('puts only the failed events again', async () => {
    const placed = await placedRecords(stage.table, 12)
    const unlucky = new Set([placed[2]?.eventId, placed[7]?.eventId])
    bus.refuseWhen((id, call) => call < 2 && unlucky.has(id))
    expect(
      await relay(
        handler,
        placed.map(({ record }) => record),
      ),
    ).toEqual([])
    expect(bus.calls().map(idsOf)).toEqual([
      placed.slice(0, 10).map(({ eventId }) => eventId),
      [...unlucky],
      [...unlucky],
      placed.slice(10).map(({ eventId }) => eventId),
    ])
  })

  it('returns the record with a failed event after publishing the others', async () => {
    const placed = await placedRecords(stage.table, 12)
    const unlucky = placed[4]!
    bus.refuseWhen((id) => id === unlucky.eventId)
    expect(
      await relay(
        handler,
        placed.map(({ record }) => record),
      ),
    ).toEqual([sequenceOf(unlucky.record)])
    expect(new Set(bus.sent())).toEqual(new Set(placed.map(({ eventId }) => eventId)))
    for (const { id } of placed) expect(await historyOf(id)).toHaveLength(1)
    const [failure] = stage.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(failure).toMatchObject({
      message: 'events not published',
      codes: ['ThrottlingException'],
      events: [unlucky.eventId],
    })
    const count = stage.logged.map((line) => JSON.parse(line) as Record<string, unknown>).at(-1)
    expect(count).toMatchObject({ OrderPlacedEvents: 11 })
  })

  it('fails the whole batch when a call fails, and publishes all of it on retry', async () => {
    const records = (await placedRecords(stage.table, 2)).map(({ record }) => record)
    stage.services.on('PutEvents', () => {
      throw new ServiceError(400, 'AccessDeniedException')
    })
    await expect(relay(handler, records)).rejects.toThrow('AccessDeniedException')
    bus.refuseWhen(() => false)
    expect(await relay(handler, records)).toEqual([])
    expect(bus.sent().slice(-2)).toHaveLength(2)
  })
})

describe('a record that cannot be read', () => {
  it.each(spoilt)('goes to the failure queue alone: $what', async ({ change }) => {
    stage.services.on('SendMessage', () => ({ MessageId: 'one' }))
    const placed = await placedRecords(stage.table, 3)
    const poison = await spoiltRecord(stage.table, placed[1]?.id ?? '', change)
    const batch = [placed[0]!.record, poison, placed[2]!.record]
    expect(await relay(handler, batch)).toEqual([])
    const pointer = stage.services.inputs('SendMessage').at(-1)
    expect(pointer?.['QueueUrl']).toBe(process.env['DEAD_LETTER_QUEUE_URL'])
    expect(JSON.parse(String(pointer?.['MessageBody']))).toMatchObject({ sequence: sequenceOf(poison) })
    expect(bus.sent()).toEqual([placed[0]?.eventId, placed[2]?.eventId])
    expect(await historyOf(placed[0]!.id)).toHaveLength(1)
    expect(await historyOf(placed[2]!.id)).toHaveLength(1)
    expect(stage.logged.join('')).toContain('stream record unreadable')
  })

  it('fails the batch when the failure queue rejects it', async () => {
    const [placed] = await placedRecords(stage.table, 1)
    const poison = recordOf({
      ...(await stage.table.partition(`S#${storeA.store}#ORDER#${placed?.id}`))[0],
      happened: { B: Uint8Array.from([1]) },
    })
    stage.services.on('SendMessage', () => {
      throw new ServiceError(400, 'AccessDeniedException')
    })
    await expect(relay(handler, [placed!.record, poison])).rejects.toThrow('AccessDeniedException')
  })
})
