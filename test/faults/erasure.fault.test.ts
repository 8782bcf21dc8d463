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
/** What cannot be erased yet is looked at again once a day. */
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

/** Tries until it is answered well, as a good client does: the same request under the same key. */
async function retryCall(method: string, path: string, body: object): Promise<Reply> {
  const headers = { 'if-match': '*', 'idempotency-key': randomUUID() }
  let last: Reply | undefined
  for (let n = 0; n < maxAttempts; n += 1) {
    last = await suite.call(store, method, path, { headers, body })
    // One whose function died after the write finds it done.
    if (last.status < 300 || last.body.code === 'illegal-transition') return last
  }
  throw new Error(`${method} ${path} is expected to succeed, received ${last?.status}`)
}

async function recover(): Promise<void> {
  for (let n = 0; n < 3; n += 1) {
    await suite.cloud.idle()
    suite.cloud.clock.advance(recoveryMs)
  }
  await suite.cloud.idle()
}

interface ErasureCase {
  /** Wrong in what only its customer can mend, so that they are asked to. */
  readonly wrong: boolean
  /** Whether all is done that can be before the order is cancelled, and before its person asks. */
  readonly restPlaced: boolean
  readonly restCancelled: boolean
}

/** Has somebody buy, cancel, and ask to be erased amid faults; gives how often these struck. */
async function buyAndErase(
  { wrong, restPlaced, restCancelled }: ErasureCase,
  rules: readonly FaultRule[],
  seed: number,
): Promise<number> {
  const right = freshOrder()
  const fresh = wrong ? { ...right, shippingAddress: { ...right.shippingAddress, uf: 'AC' } } : right
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
  // The storefront sends the order once more, as if its first answer had been lost.
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

describe('a person who is erased while what happened to their order is still on its way', () => {
  faultRow(
    'erasure',
    { title: 'an order cancelled amid duplicates and crashes', cost: 'dear' },
    async (seed) => {
      const rules: readonly FaultRule[] = [
        { fault: { action: 'duplicate' }, probability: 0.4 },
        { fault: { action: 'reorder' }, probability: 0.3 },
        { fault: { action: 'crashBefore' }, probability: 0.03, times: 2 },
        { fault: { action: 'crashAfter' }, probability: 0.03, times: 2 },
        { fault: { action: 'delay', ms: 30 }, probability: 0.1 },
      ]
      const course = { wrong: seed % 4 >= 2, restPlaced: seed % 3 === 0, restCancelled: seed % 2 === 0 }
      const struck = await buyAndErase(course, rules, seed)
      return { tries: struck + 2, lost: 0, doubled: 0 }
    },
  )

  /** The calls that each inbox makes for such an order, at most so many: where one dies, its message comes long after. */
  const calls = { 'quality-inbox': 7, 'orders-inbox': 4, 'email-inbox': 6 }
  const cases = [true, false].flatMap((wrong) =>
    Object.entries(calls).flatMap(([caller, most]) =>
      Array.from({ length: most }, (_, n) => ({
        order: wrong ? 'a wrong order' : 'a right order',
        wrong,
        caller,
        nth: n + 1,
      })),
    ),
  )

  it.each(cases)('$order, $caller comes again long after its call $nth', async ({ wrong, caller, nth }) => {
    const dies = { fault: { action: 'crashBefore' }, caller, nth, times: 1 } as const
    const struck = await buyAndErase({ wrong, restPlaced: true, restCancelled: true }, [dies], nth)
    expect(struck).toBe(1)
    report({ row: 'erasure', tries: struck, lost: 0, doubled: 0 })
  })

  itLogsNoPersonalData(() => suite.cloud.logs.lines.map(({ line }) => line))
})
