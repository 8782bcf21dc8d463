import { randomUUID } from 'node:crypto'
import type { FaultRule } from '../../infra/local/faults/fault-plan.ts'
import { expiringCopies, textsOf, tracesIn } from '../support/suite/personal-traces.ts'
import { freshOrder, type Reply, type Suite, startSuite } from '../support/suite/suite.ts'
import { faultRow, itLogsNoPersonalData } from './table/fault-row.ts'
import { report } from './table/figures.ts'
import { switchedPlan } from './table/switched-plan.ts'

const store = 'loja-azul'
/** More than the visibility timeout of an inbox queue (180 s), in milliseconds. */
const recoveryMs = 200_000
/** Waiting erasures are retried once a day. */
const overOneDayMs = 25 * 3_600_000
const maxAttempts = 10

const plan = switchedPlan()
let suite: Suite
let table: string
beforeAll(async () => {
  suite = await startSuite({ faults: plan })
  table =
    suite.cloud.resources.find(
      ({ type, logicalId }) => type === 'AWS::DynamoDB::Table' && logicalId.startsWith('Table'),
    )?.ref ?? ''
})
afterAll(() => suite.stop())

/** Retries a request with the same key until it succeeds, as a client should. */
async function retryCall(method: string, path: string, body: object): Promise<Reply> {
  const headers = { 'if-match': '*', 'idempotency-key': randomUUID() }
  let last: Reply | undefined
  for (let n = 0; n < maxAttempts; n += 1) {
    last = await suite.call(store, method, path, { headers, body })
    // A request whose function crashed after the write finds the change done.
    if (last.status < 300 || last.body.code === 'illegal-transition') return last
  }
  throw new Error(`${method} ${path} failed with ${last?.status}.`)
}

async function recover(): Promise<void> {
  for (let n = 0; n < 3; n += 1) {
    await suite.cloud.idle()
    suite.cloud.clock.advance(recoveryMs)
  }
  await suite.cloud.idle()
}

interface ErasureCase {
  /** Invalid in data that only the customer can correct, so that they are asked by mail. */
  readonly invalid: boolean
  /** Whether the suite is idle before the cancellation, and before the erasure request. */
  readonly restPlaced: boolean
  readonly restCancelled: boolean
}

/** Places and cancels an order and erases its customer during faults; returns the number of faults. */
async function buyAndErase(
  { invalid, restPlaced, restCancelled }: ErasureCase,
  rules: readonly FaultRule[],
  seed: number,
): Promise<number> {
  const valid = freshOrder()
  const fresh = invalid ? { ...valid, shippingAddress: { ...valid.shippingAddress, uf: 'AC' } } : valid
  const { document = '', email = '' } = fresh.customer
  plan.use(rules, seed)
  const { id } = (await retryCall('POST', '/orders', fresh)).body
  if (restPlaced) await suite.cloud.idle()
  await retryCall('POST', `/orders/${id}/cancel`, { reason: 'desistiu' })
  if (restCancelled) await suite.cloud.idle()
  const asked = await retryCall('POST', '/privacy/requests', {
    kind: 'erasure',
    person: { documents: [document], emails: [email] },
  })
  await recover()
  const struck = plan.heal()
  // The storefront resends the order, as after a lost answer.
  await retryCall('POST', '/orders', fresh)
  await recover()
  const { body: request } = await suite.call(store, 'GET', `/privacy/requests/${asked.body.id}`)
  if (request.status !== 'finished') {
    suite.cloud.clock.advance(overOneDayMs)
    await suite.cloud.idle()
  }
  const { body: order } = await suite.call(store, 'GET', `/orders/${id}`)
  const texts = await textsOf(suite.cloud.endpoints.dynamodb, table)
  const traces = tracesIn(texts, [document, email]).filter((name) => !expiringCopies.test(name))
  expect([order.status, order.customer, traces]).toEqual(['cancelled', { name: '(apagado)' }, []])
  return struck
}

describe('erasure while events of the order are in flight', () => {
  faultRow(
    'erasure',
    { title: 'an order cancelled during duplicates and crashes', cost: 'slow' },
    async (seed) => {
      const rules: readonly FaultRule[] = [
        { fault: { action: 'duplicate' }, probability: 0.4 },
        { fault: { action: 'reorder' }, probability: 0.3 },
        { fault: { action: 'crashBefore' }, probability: 0.03, times: 2 },
        { fault: { action: 'crashAfter' }, probability: 0.03, times: 2 },
        { fault: { action: 'delay', ms: 30 }, probability: 0.1 },
      ]
      const erasureCase = {
        invalid: seed % 4 >= 2,
        restPlaced: seed % 3 === 0,
        restCancelled: seed % 2 === 0,
      }
      const struck = await buyAndErase(erasureCase, rules, seed)
      return { tries: struck + 2, lost: 0, doubled: 0 }
    },
  )

  /** Maximum number of calls of each inbox for the order; after a crash its message arrives late. */
  const calls = { 'quality-inbox': 7, 'orders-inbox': 4, 'email-inbox': 6 }
  const cases = [true, false].flatMap((invalid) =>
    Object.entries(calls).flatMap(([caller, most]) =>
      Array.from({ length: most }, (_, n) => ({
        order: invalid ? 'an invalid order' : 'a valid order',
        invalid,
        caller,
        nth: n + 1,
      })),
    ),
  )

  it.each(cases)(
    '$order is erased although $caller crashes at call $nth',
    async ({ invalid, caller, nth }) => {
      const crash = { fault: { action: 'crashBefore' }, caller, nth, times: 1 } as const
      const struck = await buyAndErase({ invalid, restPlaced: true, restCancelled: true }, [crash], nth)
      expect(struck).toBe(1)
      report({ row: 'erasure', tries: struck, lost: 0, doubled: 0 })
    },
  )

  itLogsNoPersonalData(() => suite.cloud.logs.lines.map(({ line }) => line))
})
