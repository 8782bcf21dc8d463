import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { startEventBus } from '../../../infra/local/events/event-bus.ts'
import { createFaultPlan, type DeliveryFault } from '../../../infra/local/faults/fault-plan.ts'
import { eventually } from '../../support/eventually.ts'
import { type BusFixture, functionArn, queueArn, resource, ruleTo, startBusFixture } from './bus-fixture.ts'

const placed: PutEventsRequestEntry = {
  Source: 'retaguarda.orders',
  DetailType: 'order.placed',
  Detail: JSON.stringify({ orderId: 'ord_1', total: 12_990 }),
}

let fixture: BusFixture
let client: EventBridgeClient

async function open(...args: Parameters<typeof startBusFixture>): Promise<void> {
  fixture = await startBusFixture(...args)
  client = new EventBridgeClient({
    endpoint: fixture.bus.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'outbox', secretAccessKey: 'x' },
    maxAttempts: 1,
  })
}

const putEvents = (...entries: PutEventsRequestEntry[]) =>
  client.send(new PutEventsCommand({ Entries: entries }))
const idle = () => eventually('the bus to be idle', async () => (await fixture.bus.pending()) === 0)

afterEach(async () => {
  client.destroy()
  await fixture.bus.stop()
})

describe('PutEvents', () => {
  it('delivers the event with its envelope to a queue', async () => {
    await open([ruleTo({ Arn: queueArn('orders') })])
    const answer = await putEvents({
      ...placed,
      Resources: ['ord_1'],
      Time: new Date('2026-11-24T10:20:30.900Z'),
    })
    await idle()
    expect(answer.FailedEntryCount).toBe(0)
    expect(fixture.bodies('orders')).toEqual([
      {
        version: '0',
        id: answer.Entries?.[0]?.EventId,
        'detail-type': 'order.placed',
        source: 'retaguarda.orders',
        account: '000000000000',
        time: '2026-11-24T10:20:30Z',
        region: 'us-east-1',
        resources: ['ord_1'],
        detail: { orderId: 'ord_1', total: 12_990 },
      },
    ])
  })

  it('invokes a function with the event', async () => {
    await open([ruleTo({ Arn: functionArn('relay') })])
    await putEvents(placed)
    await idle()
    expect(fixture.invoked).toEqual([
      { functionArn: functionArn('relay'), event: expect.objectContaining({ source: 'retaguarda.orders' }) },
    ])
  })

  it('reports invalid entries one by one and delivers the others', async () => {
    await open([ruleTo({ Arn: queueArn('orders') })])
    const answer = await putEvents(
      placed,
      { ...placed, Detail: '{"orderId":' },
      { ...placed, Detail: '[1]' },
      { ...placed, Source: 'aws.s3' },
      { Source: 'retaguarda.orders', Detail: '{}' },
      { DetailType: 'order.placed', Detail: '{}' },
      { Source: 'retaguarda.orders', DetailType: 'order.placed' },
    )
    await idle()
    expect(answer.FailedEntryCount).toBe(6)
    expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'InvalidArgument',
      'InvalidArgument',
      'InvalidArgument',
    ])
    expect(answer.Entries?.[1]?.ErrorMessage).toBe('Detail is malformed.')
    expect(answer.Entries?.[4]?.ErrorMessage).toMatch(/DetailType is a required argument/)
    expect(fixture.bodies('orders')).toHaveLength(1)
  })

  it('rejects a call with no entries or more than ten', async () => {
    await open([ruleTo({ Arn: queueArn('orders') })])
    await expect(putEvents()).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(putEvents(...Array.from({ length: 11 }, () => placed))).rejects.toThrow(
      /less than or equal to 10/,
    )
    expect(fixture.sent).toEqual([])
  })

  it('accepts 256 KB in all and rejects a byte more', async () => {
    await open([ruleTo({ Arn: queueArn('orders') })])
    const sized = (bytes: number): PutEventsRequestEntry => {
      const bare = 'retaguarda.orders'.length + 'order.placed'.length + JSON.stringify({ text: '' }).length
      return {
        ...placed,
        Detail: JSON.stringify({ text: 'é'.repeat((bytes - bare) >> 1) + 'x'.repeat((bytes - bare) & 1) }),
      }
    }
    const most = 256 * 1024
    expect((await putEvents(sized(most))).FailedEntryCount).toBe(0)
    await expect(putEvents(sized(most + 1))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    })
    await expect(putEvents(sized(most / 2), sized(most / 2 + 1))).rejects.toThrow(/over the limit/)
  })

  it('separates buses by name and ARN, and drops events for a missing bus', async () => {
    await open([
      resource('AWS::Events::EventBus', 'suite-bus', { Name: 'suite' }),
      ruleTo({ Arn: queueArn('default') }),
      ruleTo({ Arn: queueArn('suite') }, { EventBusName: 'suite' }),
    ])
    const answer = await putEvents(
      { ...placed, EventBusName: 'suite' },
      { ...placed, EventBusName: 'arn:aws:events:us-east-1:000000000000:event-bus/suite' },
      { ...placed, EventBusName: 'nowhere' },
      placed,
    )
    await idle()
    expect(answer.FailedEntryCount).toBe(0)
    expect(answer.Entries?.[2]?.EventId).toBeDefined()
    expect(fixture.bodies('suite')).toHaveLength(2)
    expect(fixture.bodies('default')).toHaveLength(1)
  })

  it('skips rules that are disabled or do not match', async () => {
    await open([
      ruleTo({ Arn: queueArn('off') }, { State: 'DISABLED' }),
      ruleTo({ Arn: queueArn('other') }, { EventPattern: { 'detail-type': ['order.paid'] } }),
    ])
    await putEvents(placed)
    await idle()
    expect(fixture.sent).toEqual([])
  })

  it('rejects other operations by name', async () => {
    await open([])
    const response = await fetch(fixture.bus.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.PutRule' },
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' })
  })
})

describe('an in-process publisher', () => {
  it('may use a source that starts with aws', async () => {
    await open([ruleTo({ Arn: queueArn('mail') }, { EventPattern: { source: ['aws.s3'] } })])
    const results = fixture.bus.put('default', [
      { Source: 'aws.s3', DetailType: 'Object Created', Detail: '{}' },
    ])
    await idle()
    expect(results).toEqual([{ EventId: expect.any(String) }])
    expect(fixture.bodies('mail')).toHaveLength(1)
  })
})

describe('a delivery under an injected fault', () => {
  const types = () =>
    fixture.bodies('orders').map((body) => (body as { 'detail-type': string })['detail-type'])
  const plan = (fault: DeliveryFault) => createFaultPlan([{ fault, service: 'events', nth: 1 }], 1)
  const paid = { ...placed, DetailType: 'order.paid' }

  it('arrives twice', async () => {
    await open([ruleTo({ Arn: queueArn('orders') })], { faults: plan({ action: 'duplicate' }) })
    await putEvents(placed)
    await idle()
    expect(types()).toEqual(['order.placed', 'order.placed'])
  })

  it('arrives late', async () => {
    await open([ruleTo({ Arn: queueArn('orders') })], { faults: plan({ action: 'delay', ms: 60_000 }) })
    await putEvents(placed, paid)
    expect(types()).toEqual(['order.paid'])
    expect(fixture.bus.pending()).toBe(1)
    fixture.clock.advance(60_000)
    await idle()
    expect(types()).toEqual(['order.paid', 'order.placed'])
  })

  it('arrives after the next delivery', async () => {
    await open([ruleTo({ Arn: queueArn('orders') })], { faults: plan({ action: 'reorder' }) })
    await putEvents(placed, paid)
    await idle()
    expect(types()).toEqual(['order.paid', 'order.placed'])
  })

  it('arrives eventually when no other delivery follows', async () => {
    await open([ruleTo({ Arn: queueArn('orders') })], { faults: plan({ action: 'reorder' }) })
    await putEvents(placed)
    fixture.clock.advance(1000)
    await idle()
    expect(types()).toEqual(['order.placed'])
  })
})

describe('an unsupported template', () => {
  it.each<[string, ReturnType<typeof ruleTo>, RegExp]>([
    ['pattern', ruleTo({ Arn: queueArn('q') }, { EventPattern: { source: 'x' } }), /orders-rule.*\$\.source/],
    ['target', ruleTo({ Arn: 'arn:aws:states:us-east-1:0:stateMachine:x' }), /orders-rule.*only queues/],
    ['bus', ruleTo({ Arn: queueArn('q') }, { EventBusName: 'lost' }), /orders-rule.*lost/],
  ])('is rejected for its %s, with the name of the rule', async (_what, rule, message) => {
    await open([])
    const { clock } = fixture
    const functions = { invoke: () => Promise.reject(new Error('not used')), invokeAsync: () => undefined }
    await expect(
      startEventBus({ resources: [rule], clock, functions, send: () => Promise.resolve() }),
    ).rejects.toThrow(message)
  })
})
