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
async function placeDue(stage: AlarmFixture, wrong: boolean, dueIn: number): Promise<string> {
  const due = orderDue(stage, dueIn)
  const order = wrong ? (sampleDefects['cpf']?.(due) ?? due) : due
  const { id } = await stage.suite.place(store, order)
  await stage.suite.cloud.idle()
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
    raise: async (stage) => {
      stage.suite.cloud.schedules.disable('operations-rule')
      await stage.pass(16)
    },
    mend: async (stage) => {
      stage.suite.cloud.schedules.enable('operations-rule')
      await stage.suite.cloud.functions.invoke(stage.arn('operations-schedule'), { id: 'by-hand' })
    },
  },
  'orders-stuck': {
    alarm: 'orders-stuck-held',
    raise: async (stage) => {
      stuck = await placeDue(stage, false, minute)
      const body = { code: 'by-hand', reason: 'to be looked at' }
      const headers = { 'if-match': '*', 'idempotency-key': stuck }
      const held = await stage.suite.call(store, 'POST', `/orders/${stuck}/holds`, { body, headers })
      assert.equal(held.status, 201)
      await stage.pass(12)
    },
    mend: (stage) => change(stage, 'POST', `/orders/${stuck}/cancel`, { reason: 'nobody wants it any more' }),
  },
  'holds-overdue': {
    alarm: 'holds-overdue',
    // The store needs two hours to dispatch and has one: the order is late from the start.
    raise: async (stage) => {
      await change(stage, 'PUT', '/quality/facts/store', { handlingP90Minutes: 120 })
      overdue = await placeDue(stage, true, hour)
      await stage.pass(12)
    },
    mend: (stage) => change(stage, 'POST', `/orders/${overdue}/cancel`, { reason: 'it would be late' }),
  },
  oversell: {
    alarm: 'oversell',
    raise: async (stage) => {
      const order = orderDue(stage)
      const sku = `RARE-${order.externalId}`
      const [line] = order.lines
      if (line === undefined) throw new Error('an order with a line is expected')
      await change(stage, 'PUT', `/quality/facts/skus/${sku}`, { available: 0 })
      const lines = order.lines.map((one) => (one === line ? { ...one, sku } : one))
      oversold = (await stage.suite.place(store, { ...order, lines })).id
      await stage.suite.cloud.idle()
      await stage.pass(1)
    },
    mend: (stage) => change(stage, 'POST', `/orders/${oversold}/cancel`, { reason: 'there is none' }),
  },
  'reconciliation-differs': {
    alarm: 'reconciliation-differs',
    raise: async (stage) => {
      const { TableName, documents, close } = tableOf(stage)
      // Its checks are delayed, so the test can copy the order before the hold.
      const late = { action: 'delay', ms: minute } as const
      injectFaults(stage, {
        fault: late,
        caller: 'quality-inbox',
        service: 'sqs',
        operation: 'Deliver',
        times: 1,
      })
      const order = orderDue(stage)
      differing = (await stage.suite.place(store, sampleDefects['cpf']?.(order) ?? order)).id
      await waitForFaults(stage, 1)
      const key = { pk: `S#${store}#ORDER#${differing}`, sk: 'ORDER' }
      const { Item } = await documents.send(new GetCommand({ TableName, Key: key }))
      await stage.pass(2)
      // Restores the order as if it had not received its issue.
      await documents.send(new PutCommand({ TableName, Item }))
      close()
      await stage.pass(21)
    },
    mend: async (stage) => {
      await removeFaults(stage)
      const { body } = await stage.suite.call(store, 'GET', `/quality/issues?orderId=${differing}`)
      await stage.ops(`outbox republish --aggregate issue/${body.items[0].id} --store ${store}`)
      const { body: order } = await stage.suite.call(store, 'GET', `/orders/${differing}`)
      assert.equal(order.holds.length, 1)
      await change(stage, 'POST', `/orders/${differing}/cancel`, { reason: 'it has served its purpose' })
    },
  },
  'customers-feel-it': {
    alarm: 'customers-feel-it',
    // Two faults at once send one page.
    alongside: ['table-failing', 'email-rules-dropping', 'email-rules-failing'],
    raise: async (stage) => {
      for (const queue of ['email-queue', 'email-dead-letters'])
        stage.suite.cloud.queuePolicies.deny(stage.arn(queue))
      for (let minutes = 0; minutes < 3; minutes += 1) {
        injectFaults(stage, {
          fault: { action: 'fail' },
          caller: 'orders-api',
          service: 'dynamodb',
          times: 1,
        })
        await placeOne(stage)
        await stage.suite.cloud.idle()
        await stage.pass(1)
      }
    },
    mend: async (stage) => {
      await removeFaults(stage)
      for (const queue of ['email-queue', 'email-dead-letters'])
        stage.suite.cloud.queuePolicies.allow(stage.arn(queue))
    },
  },
} satisfies Proofs
