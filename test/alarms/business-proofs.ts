import assert from 'node:assert/strict'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { sampleDefects } from '../../infra/start/sample-orders.ts'
import {
  type AlarmFixture,
  injectFaults,
  orderDue,
  type Proofs,
  placeOne,
  removeFaults,
  store,
  waitForFaults,
} from './alarm-fixture.ts'

const hour = 3600_000
const minute = 60_000

/** An order with a dispatch deadline from the shop. */
async function placeDue(fixture: AlarmFixture, isDefective: boolean, dueIn: number): Promise<string> {
  const due = orderDue(fixture, dueIn)
  const order = isDefective ? (sampleDefects['cpf']?.(due) ?? due) : due
  const { id } = await fixture.suite.place(store, order)
  await fixture.suite.cloud.idle()
  return id
}

const change = async ({ suite }: AlarmFixture, method: string, path: string, body: object) => {
  const reply = await suite.call(store, method, path, { body, headers: { 'if-match': '*' } })
  assert.ok(reply.status < 300)
  await suite.cloud.idle()
}

function tableOf({ suite }: AlarmFixture) {
  const TableName = suite.cloud.resources.find(({ type }) => type === 'AWS::DynamoDB::Table')?.ref ?? ''
  const client = new DynamoDBClient({
    endpoint: suite.cloud.endpoints.dynamodb,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  return { TableName, documents: DynamoDBDocumentClient.from(client), close: () => client.destroy() }
}

let stuck = ''
let overdue = ''
let oversold = ''
let differing = ''

/** How the business alarms are raised and fixed. */
export const businessProofs = {
  'outbox-behind': {
    alarm: 'outbox-behind',
    // Without its schedule there is no heartbeat, and no order arrives.
    alongside: ['operations-schedule-silent'],
    raise: async (fixture) => {
      fixture.suite.cloud.schedules.disable('operations-rule')
      await fixture.pass(16)
    },
    fix: async (fixture) => {
      fixture.suite.cloud.schedules.enable('operations-rule')
      await fixture.suite.cloud.functions.invoke(fixture.arn('operations-schedule'), { id: 'by-hand' })
    },
  },
  'orders-stuck': {
    alarm: 'orders-stuck-held',
    raise: async (fixture) => {
      stuck = await placeDue(fixture, false, minute)
      const body = { code: 'by-hand', reason: 'to be looked at' }
      const headers = { 'if-match': '*', 'idempotency-key': stuck }
      const held = await fixture.suite.call(store, 'POST', `/orders/${stuck}/holds`, { body, headers })
      assert.equal(held.status, 201)
      await fixture.pass(12)
    },
    fix: (fixture) =>
      change(fixture, 'POST', `/orders/${stuck}/cancel`, { reason: 'nobody wants it any more' }),
  },
  'holds-overdue': {
    alarm: 'holds-overdue',
    // The store needs two hours to dispatch and has one: the order is late from the start.
    raise: async (fixture) => {
      await change(fixture, 'PUT', '/quality/facts/store', { handlingP90Minutes: 120 })
      overdue = await placeDue(fixture, true, hour)
      await fixture.pass(12)
    },
    fix: (fixture) => change(fixture, 'POST', `/orders/${overdue}/cancel`, { reason: 'it would be late' }),
  },
  oversell: {
    alarm: 'oversell',
    raise: async (fixture) => {
      const order = orderDue(fixture)
      const sku = `RARE-${order.externalId}`
      const [line] = order.lines
      if (line === undefined) throw new Error('an order with a line is expected')
      await change(fixture, 'PUT', `/quality/facts/skus/${sku}`, { available: 0 })
      const lines = order.lines.map((one) => (one === line ? { ...one, sku } : one))
      oversold = (await fixture.suite.place(store, { ...order, lines })).id
      await fixture.suite.cloud.idle()
      await fixture.pass(1)
    },
    fix: (fixture) => change(fixture, 'POST', `/orders/${oversold}/cancel`, { reason: 'there is none' }),
  },
  'reconciliation-differs': {
    alarm: 'reconciliation-differs',
    raise: async (fixture) => {
      const { TableName, documents, close } = tableOf(fixture)
      // Its checks are delayed, so the test can copy the order before the hold.
      const late = { action: 'delay', ms: minute } as const
      injectFaults(fixture, {
        fault: late,
        caller: 'quality-inbox',
        service: 'sqs',
        operation: 'Deliver',
        times: 1,
      })
      const order = orderDue(fixture)
      differing = (await fixture.suite.place(store, sampleDefects['cpf']?.(order) ?? order)).id
      await waitForFaults(fixture, 1)
      const key = { pk: `S#${store}#ORDER#${differing}`, sk: 'ORDER' }
      const { Item } = await documents.send(new GetCommand({ TableName, Key: key }))
      await fixture.pass(2)
      // Restores the order as if it had not received its issue.
      await documents.send(new PutCommand({ TableName, Item }))
      close()
      await fixture.pass(21)
    },
    fix: async (fixture) => {
      await removeFaults(fixture)
      const { body } = await fixture.suite.call(store, 'GET', `/quality/issues?orderId=${differing}`)
      await fixture.ops(`outbox republish --aggregate issue/${body.items[0].id} --store ${store}`)
      const { body: order } = await fixture.suite.call(store, 'GET', `/orders/${differing}`)
      assert.equal(order.holds.length, 1)
      await change(fixture, 'POST', `/orders/${differing}/cancel`, { reason: 'it has served its purpose' })
    },
  },
  'customers-feel-it': {
    alarm: 'customers-feel-it',
    // Two faults at once send one page.
    alongside: ['table-failing', 'email-rules-dropping', 'email-rules-failing'],
    raise: async (fixture) => {
      for (const queue of ['email-queue', 'email-dead-letters'])
        fixture.suite.cloud.queuePolicies.deny(fixture.arn(queue))
      for (let minutes = 0; minutes < 3; minutes += 1) {
        injectFaults(fixture, {
          fault: { action: 'fail' },
          caller: 'orders-api',
          service: 'dynamodb',
          times: 1,
        })
        await placeOne(fixture)
        await fixture.suite.cloud.idle()
        await fixture.pass(1)
      }
    },
    fix: async (fixture) => {
      await removeFaults(fixture)
      for (const queue of ['email-queue', 'email-dead-letters'])
        fixture.suite.cloud.queuePolicies.allow(fixture.arn(queue))
    },
  },
} satisfies Proofs
