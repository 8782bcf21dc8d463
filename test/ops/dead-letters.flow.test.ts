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
  it('lists every dead-letter queue with where its messages go back to', async () => {
    const { code, output: said } = await stage.ops('dlq list')
    expect(code).toBe(0)
    for (const slice of ['orders', 'quality', 'email'])
      expect(said).toMatch(new RegExp(`^ +0 +${slice}-dead-letters +goes back to ${slice}-queue$`, 'm'))
    expect(said).toMatch(/^ +0 +outbox-failures +pointers: outbox republish --failures$/m)
  })

  it('shows what a message is about, without personal data and without taking it away', async () => {
    await poison('"maria@example.com bought something"')
    await deadPass()
    const { output: said } = await stage.ops('dlq show orders --body')
    expect(said).toContain('invalid-event')
    expect(said).toContain('quality.order-passed')
    expect(said).toContain('corr-of-the-test')
    expect(said).toContain('2 of 2 shown')
    expect(said).not.toContain('maria@example.com')
    expect(stage.waitingIn('orders-dead-letters')).toBe(2)
  })

  it('says what a redrive would send, and sends nothing', async () => {
    const { output: said } = await stage.ops('dlq redrive orders --dry-run --code invalid-event')
    expect(said).toBe('1 of 2 would be sent to orders-queue')
    expect(stage.waitingIn('orders-dead-letters')).toBe(2)
  })

  it('sends everything back once: what fails again is there again', async () => {
    const { output: said, code } = await stage.ops('dlq redrive orders-dead-letters --rate 1000')
    expect([said, code]).toEqual(['2 of 2 sent to orders-queue', 0])
    await stage.suite.cloud.idle()
    // Neither is as its schema says.
    expect(stage.waitingIn('orders-dead-letters')).toBe(2)
    expect((await stage.ops('dlq show orders')).output.match(/invalid-event/g)).toHaveLength(2)
  })

  it('sends back what can succeed by now, and it does', async () => {
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

  it('discards what is named, when it is meant', async () => {
    expect(await stage.ops('dlq discard orders --code invalid-event')).toMatchObject({ code: 1 })
    expect(await stage.ops('dlq discard orders --code invalid-event', 'no')).toMatchObject({ code: 1 })
    expect((await stage.ops('dlq discard orders')).output).toContain('--message or --code is expected')
    expect(stage.waitingIn('orders-dead-letters')).toBe(2)
    expect((await stage.ops('dlq discard orders --code invalid-event', 'y')).output).toBe('2 of 2 deleted')
    expect(stage.waitingIn('orders-dead-letters')).toBe(0)
  })

  it('refuses what came from no queue, and queues that are not there', async () => {
    expect((await stage.ops('dlq redrive outbox-failures')).output).toContain('outbox republish --failures')
    expect((await stage.ops('dlq show shipping')).output).toContain('there is no dead-letter queue shipping')
    expect((await stage.ops('dlq redrive orders --rate fast')).output).toContain('number above 0, not fast')
  })
})
