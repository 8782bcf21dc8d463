import { randomUUID } from 'node:crypto'
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { sampleDefects } from '../../infra/start/sample-orders.ts'
import { freshOrder } from '../support/suite/suite.ts'
import { type OpsFixture, startOpsFixture } from './ops-fixture.ts'

const store = 'loja-azul'
let stage: OpsFixture

beforeAll(async () => {
  stage = await startOpsFixture()
})
afterAll(() => stage.stop())

const correlationId = 'story-of-one-order'

async function place(order: object): Promise<string> {
  const { body } = await stage.suite.call(store, 'POST', '/orders', {
    body: order,
    headers: { 'idempotency-key': randomUUID(), 'x-correlation-id': correlationId },
  })
  await stage.suite.cloud.idle()
  return body.id
}

describe('npm run ops -- order explain', () => {
  it('shows the events of all slices in order, with log lines, without personal data', async () => {
    const order = sampleDefects['cpf']?.(freshOrder()) ?? freshOrder()
    const id = await place(order)
    const { code, output } = await stage.ops(`order explain ${id} --store ${store}`)
    expect(code).toBe(0)
    expect(output).toContain(`${id} of ${store}: placed`)
    expect(output).toMatch(/blocked by not-paid, not-passed, hold:cpf/)
    const types = [...output.matchAll(/^ {2}\S+Z +(\S+\.\S+) /gm)].map(([, type]) => type)
    expect(types[0]).toBe('order.placed')
    expect(types).toEqual(
      expect.arrayContaining([
        'quality.order-failed',
        'quality.issue-opened',
        'order.held',
        'email.mail-sent',
      ]),
    )
    const [, logged = ''] = output.split('Log lines:')
    const times = [...logged.matchAll(/^ {2}(\S+Z) /gm)].map(([, time]) => time)
    expect(times.length).toBeGreaterThan(1)
    expect(times).toEqual(times.toSorted())
    expect(output).toMatch(new RegExp(`orders-api.*POST /orders.*${correlationId}`))
    for (const personal of [order.customer.email, order.customer.name, order.customer.document])
      expect(output).not.toContain(personal)
  })

  it('reports unpublished events', async () => {
    const id = await place(freshOrder())
    await stage.client.send(
      new DeleteItemCommand({
        TableName: stage.table,
        Key: { pk: { S: `S#${store}#ORDER#${id}` }, sk: { S: 'EVENT#000000002#000' } },
      }),
    )
    const { code, output } = await stage.ops(`order explain ${id} --store ${store} --no-logs`)
    expect(code).toBe(2)
    expect(output).toMatch(/UNPUBLISHED {2}\S+ +order.passed/)
    expect(output).toContain('no events of version 2')
    expect(output).not.toContain('Log lines')
  })

  it('finds a failed reaction by its correlation id', async () => {
    const id = await place(freshOrder())
    stage.suite.cloud.queues.send(
      stage.queueArn('orders-queue'),
      JSON.stringify({
        ...{ id: randomUUID(), source: 'retaguarda.quality', time: new Date().toISOString() },
        'detail-type': 'quality.order-passed',
        detail: { id: 'an-event-that-failed', correlationId },
      }),
    )
    await stage.suite.cloud.idle()
    const { output } = await stage.ops(`order explain ${id} --store ${store}`)
    expect(output).toMatch(/orders-inbox.*reaction failed.*an-event-that-failed/)
  })

  it('finds no order of another store', async () => {
    const id = await place(freshOrder())
    expect((await stage.ops(`order explain ${id} --store loja-verde`)).output).toContain(
      'loja-verde has no order',
    )
  })
})
