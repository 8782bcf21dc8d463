import { randomUUID } from 'node:crypto'
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { freshOrder } from '../support/suite/suite.ts'
import { type OpsFixture, startOpsFixture } from './ops-fixture.ts'

const store = 'loja-azul'
let stage: OpsFixture

beforeAll(async () => {
  stage = await startOpsFixture()
})
afterAll(() => stage.stop())

const poison = (text: string) => {
  stage.suite.cloud.queues.send(stage.queueArn('orders-queue'), text)
  return stage.suite.cloud.idle()
}

/** A pass for an order as the bus would bring it, put among the dead letters as if it had failed there. */
async function deadPass(): Promise<string> {
  const { id } = await stage.suite.place(store, freshOrder())
  await stage.suite.cloud.idle()
  const history = await stage.suite.call(store, 'GET', `/orders/${id}/history`)
  const snapshot = history.body.items[0].snapshot
  stage.suite.cloud.queues.send(
    stage.queueArn('orders-dead-letters'),
    JSON.stringify({
      id: randomUUID(),
      source: 'retaguarda.quality',
      'detail-type': 'quality.order-passed',
      time: snapshot.placedAt,
      detail: {
        store,
        correlationId: 'corr-of-the-test',
        aggregate: { type: 'quality-run', id, version: 1 },
      },
    }),
  )
  return id
}

describe('npm run ops -- dlq', () => {
  it('lists every dead-letter queue with its source queue', async () => {
    const { code, output } = await stage.ops('dlq list')
    expect(code).toBe(0)
    for (const slice of ['orders', 'quality', 'email'])
      expect(output).toMatch(new RegExp(`^ +0 +${slice}-dead-letters +goes back to ${slice}-queue$`, 'm'))
    expect(output).toMatch(/^ +0 +outbox-failures +pointers: outbox republish --failures$/m)
  })

  it('shows messages without personal data and without removing them', async () => {
    await poison('"maria@example.com bought something"')
    await deadPass()
    const { output } = await stage.ops('dlq show orders --body')
    expect(output).toContain('invalid-event')
    expect(output).toContain('quality.order-passed')
    expect(output).toContain('corr-of-the-test')
    expect(output).toContain('2 of 2 shown')
    expect(output).not.toContain('maria@example.com')
    expect(stage.waitingIn('orders-dead-letters')).toBe(2)
  })

  it('redrives nothing in a dry run', async () => {
    const { output } = await stage.ops('dlq redrive orders --dry-run --code invalid-event')
    expect(output).toBe('1 of 2 would be sent to orders-queue')
    expect(stage.waitingIn('orders-dead-letters')).toBe(2)
  })

  it('redrives each message once; a message that fails again comes back', async () => {
    const { output, code } = await stage.ops('dlq redrive orders-dead-letters --rate 1000')
    expect([output, code]).toEqual(['2 of 2 sent to orders-queue', 0])
    await stage.suite.cloud.idle()
    // Neither is as its schema says.
    expect(stage.waitingIn('orders-dead-letters')).toBe(2)
    expect((await stage.ops('dlq show orders')).output.match(/invalid-event/g)).toHaveLength(2)
  })

  it('redrives messages that now succeed', async () => {
    const { id } = await stage.suite.place(store, freshOrder())
    await stage.suite.cloud.idle()
    const { items } = (await stage.suite.call(store, 'GET', `/orders/${id}/history`)).body
    const [{ snapshot, ...placed }] = items
    await stage.client.send(
      new DeleteItemCommand({
        TableName: stage.table,
        Key: { pk: { S: `S#${store}#QUALITY#${id}` }, sk: { S: 'QUALITY' } },
      }),
    )
    const detail = {
      ...{ ...placed, snapshot, version: 1, store, aggregate: { type: 'order', id, version: 1 } },
      ...{ causationId: 'a-test', correlationId: 'a-test' },
    }
    stage.suite.cloud.queues.send(
      stage.queueArn('quality-dead-letters'),
      JSON.stringify({
        ...{ id: randomUUID(), source: 'retaguarda.orders', time: placed.occurredAt },
        ...{ 'detail-type': 'order.placed', detail },
      }),
    )
    expect((await stage.ops('dlq redrive quality')).output).toBe('1 of 1 sent to quality-queue')
    await stage.suite.cloud.idle()
    expect(stage.waitingIn('quality-dead-letters')).toBe(0)
    expect((await stage.suite.call(store, 'GET', `/quality/runs/${id}`)).body.outcome).toBe('passed')
  })

  it('discards the selected messages after confirmation', async () => {
    expect(await stage.ops('dlq discard orders --code invalid-event')).toMatchObject({ code: 1 })
    expect(await stage.ops('dlq discard orders --code invalid-event', 'no')).toMatchObject({ code: 1 })
    expect((await stage.ops('dlq discard orders')).output).toContain('Pass --message or --code.')
    expect(stage.waitingIn('orders-dead-letters')).toBe(2)
    expect((await stage.ops('dlq discard orders --code invalid-event', 'y')).output).toBe('2 of 2 deleted')
    expect(stage.waitingIn('orders-dead-letters')).toBe(0)
  })

  it('rejects a queue without a source, and an unknown queue', async () => {
    expect((await stage.ops('dlq redrive outbox-failures')).output).toContain('outbox republish --failures')
    expect((await stage.ops('dlq show shipping')).output).toContain('No dead-letter queue shipping')
    expect((await stage.ops('dlq redrive orders --rate fast')).output).toContain('number above 0, not fast')
  })
})
