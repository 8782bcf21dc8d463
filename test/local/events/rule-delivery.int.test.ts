import { eventually } from '../../support/eventually.ts'
import {
  type BusFixture,
  functionArn,
  queueArn,
  ruleTo,
  serviceError,
  startBusFixture,
} from './bus-fixture.ts'

const target = {
  Arn: queueArn('orders'),
  RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 },
  DeadLetterConfig: { Arn: queueArn('dead') },
}

let fixture: BusFixture
afterEach(() => fixture.bus.stop())

function put(): void {
  const detail = JSON.stringify({ orderId: 'ord_1' })
  fixture.bus.put('default', [{ Source: 'retaguarda.orders', DetailType: 'order.placed', Detail: detail }])
}

/** Waits until the rejection is handled and the next try is scheduled. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

async function passMinutes(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await settle()
    fixture.clock.advance(60_000)
  }
  await settle()
}

function deadLetters() {
  return fixture.sent.filter((one) => one.queueArn === queueArn('dead')).map((one) => one.message)
}

describe('a failing target', () => {
  it('gets the event again until it accepts it', async () => {
    fixture = await startBusFixture([ruleTo(target)])
    fixture.breakQueue('orders', serviceError('ServiceUnavailable'))
    put()
    expect(fixture.bus.pending()).toBe(1)
    await settle()
    expect(fixture.bus.pending()).toBe(0)
    fixture.breakQueue('orders')
    expect(fixture.bodies('orders')).toEqual([])
    await passMinutes(1)
    expect(fixture.bodies('orders')).toHaveLength(1)
    expect(deadLetters()).toEqual([])
  })

  it('is retried with growing delays', async () => {
    const tries: number[] = []
    const clock = { current: () => 0 }
    fixture = await startBusFixture([ruleTo(target)], {
      send: (arn) => {
        if (arn === queueArn('dead')) return Promise.resolve()
        tries.push(clock.current())
        return Promise.reject(serviceError('ServiceUnavailable'))
      },
    })
    clock.current = fixture.clock.now
    put()
    for (let step = 0; step < 150; step += 1) {
      await settle()
      fixture.clock.advance(100)
    }
    const waits = tries.slice(1).map((at, index) => at - tries[index]!)
    expect(waits).toHaveLength(3)
    expect(waits[0]).toBeGreaterThanOrEqual(500)
    expect(waits[1]).toBeGreaterThan(waits[0]! - 100)
    expect(waits[2]).toBeGreaterThanOrEqual(2000)
  })

  it('sends the event to the dead-letter queue after the last retry, with the attributes of AWS', async () => {
    fixture = await startBusFixture([ruleTo(target)])
    fixture.breakQueue('orders', serviceError('OverLimit', 'Too many messages'))
    put()
    await passMinutes(3)
    expect(fixture.bodies('orders')).toEqual([])
    expect(deadLetters()).toEqual([
      {
        body: expect.stringContaining('"detail":{"orderId":"ord_1"}'),
        attributes: {
          RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/orders-rule',
          TARGET_ARN: queueArn('orders'),
          ERROR_CODE: 'THROTTLING',
          ERROR_MESSAGE: 'Too many messages',
          RETRY_ATTEMPTS: '3',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        },
      },
    ])
  })

  it('sends the event to the dead-letter queue when it is too old', async () => {
    const retry = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 120 }
    fixture = await startBusFixture([ruleTo({ ...target, RetryPolicy: retry })])
    fixture.breakQueue('orders', serviceError('ServiceUnavailable'))
    put()
    await passMinutes(6)
    expect(deadLetters()).toHaveLength(1)
    expect(deadLetters()[0]?.attributes).toMatchObject({
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
    })
  })

  it('is not retried when it does not exist', async () => {
    fixture = await startBusFixture([ruleTo(target)])
    fixture.breakQueue('orders', serviceError('QueueDoesNotExist', 'The specified queue does not exist.'))
    put()
    await settle()
    const [message] = deadLetters()
    expect(message?.attributes).toMatchObject({ ERROR_CODE: 'NO_RESOURCE', RETRY_ATTEMPTS: '0' })
    expect(message?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION')
    expect(fixture.bus.pending()).toBe(0)
  })

  it('drops the event when the dead-letter queue is missing or fails', async () => {
    const { DeadLetterConfig: _none, ...bare } = target
    fixture = await startBusFixture([ruleTo(bare), ruleTo(target)])
    fixture.breakQueue('orders', serviceError('AccessDenied'))
    fixture.breakQueue('dead', serviceError('ServiceUnavailable'))
    put()
    await eventually('the bus to be idle', () => fixture.bus.pending() === 0)
    await passMinutes(60)
    expect(fixture.sent).toEqual([])
  })

  it('does not delay other targets', async () => {
    fixture = await startBusFixture([ruleTo(target), ruleTo({ Arn: queueArn('other') })])
    fixture.breakQueue('orders', serviceError('ServiceUnavailable'))
    put()
    await settle()
    expect(fixture.bodies('other')).toHaveLength(1)
    expect(fixture.bodies('orders')).toEqual([])
  })
})

describe('the input of a target', () => {
  const template =
    '{"id": <id>, "text": "order <id> by <who> at <path>", "rule": "<aws.events.rule-name>", "gone": <no>}'
  it.each<[string, object, unknown]>([
    ['a constant', { Input: '{"fixed":1}' }, { fixed: 1 }],
    ['a part of the event', { InputPath: '$.detail' }, { orderId: 'ord_1' }],
    ['one value', { InputPath: '$.detail.orderId' }, 'ord_1'],
    [
      'a filled template',
      {
        InputTransformer: {
          InputPathsMap: { id: '$.detail.orderId', who: '$.source', path: '$.detail', no: '$.detail.none' },
          InputTemplate: template,
        },
      },
      {
        id: 'ord_1',
        text: 'order ord_1 by retaguarda.orders at {"orderId":"ord_1"}',
        rule: 'orders-rule',
        gone: '',
      },
    ],
    [
      'the whole event in a template',
      { InputTransformer: { InputTemplate: '{"event": <aws.events.event.json>}' } },
      { event: expect.objectContaining({ detail: { orderId: 'ord_1' } }) },
    ],
  ])('can be %s', async (_what, input, expected) => {
    fixture = await startBusFixture([ruleTo({ ...input, Arn: functionArn('relay') })])
    put()
    expect(fixture.invoked.map(({ event }) => event)).toEqual([expected])
  })

  it('carries the message group for a FIFO queue', async () => {
    fixture = await startBusFixture([
      ruleTo({ Arn: queueArn('orders.fifo'), SqsParameters: { MessageGroupId: 'orders' } }),
    ])
    put()
    expect(fixture.sent[0]?.message.groupId).toBe('orders')
  })
})
