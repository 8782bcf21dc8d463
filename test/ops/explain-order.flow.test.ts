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
  it('tells what happened in all slices, in order, with the logs, and without personal data', async () => {
    const order = sampleDefects['cpf']?.(freshOrder()) ?? freshOrder()
    const id = await place(order)
    const { code, output: said } = await stage.ops(`order explain ${id} --store ${store}`)
    expect(code).toBe(0)
    expect(said).toContain(`${id} of ${store}: placed`)
    expect(said).toMatch(/kept by not-paid, not-passed, hold:cpf/)
    const types = [...said.matchAll(/^ {2}\S+Z +(\S+\.\S+) /gm)].map(([, type]) => type)
    expect(types[0]).toBe('order.placed')
    expect(types).toEqual(
      expect.arrayContaining([
        'quality.order-failed',
        'quality.issue-opened',
        'order.held',
        'email.mail-sent',
      ]),
    )
    const [, logged = ''] = said.split('What was logged:')
    const times = [...logged.matchAll(/^ {2}(\S+Z) /gm)].map(([, time]) => time)
    expect(times.length).toBeGreaterThan(1)
    expect(times).toEqual(times.toSorted())
    expect(said).toMatch(new RegExp(`orders-api.*POST /orders.*${correlationId}`))
    for (const personal of [order.customer.email, order.customer.name, order.customer.document])
      expect(said).not.toContain(personal)
  })

  it('says when something has not been told', async () => {
    const id = await place(freshOrder())
    await stage.client.send(
      new DeleteItemCommand({
        TableName: stage.table,
        Key: { pk: { S: `S#${store}#ORDER#${id}` }, sk: { S: 'EVENT#000000002#000' } },
      }),
    )
    const { code, output: said } = await stage.ops(`order explain ${id} --store ${store} --no-logs`)
    expect(code).toBe(2)
    expect(said).toMatch(/NOT TOLD YET {2}\S+ +order.passed/)
    expect(said).toContain('nothing is filed of version 2')
    expect(said).not.toContain('What was logged')
  })

  it('ties a failure of a reaction to the order by its correlation id', async () => {
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
    const { output: said } = await stage.ops(`order explain ${id} --store ${store}`)
    expect(said).toMatch(/orders-inbox.*reaction failed.*an-event-that-failed/)
  })

  it('knows no order of another store', async () => {
    const id = await place(freshOrder())
    expect((await stage.ops(`order explain ${id} --store loja-verde`)).output).toContain(
      'loja-verde has no order',
    )
  })
})
