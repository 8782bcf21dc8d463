import { randomUUID } from 'node:crypto'
import { passing, textsOf, tracesIn } from '../support/personal-traces.ts'
import { freshOrder, type Reply, type Suite, startSuite } from '../support/suite.ts'
import { faultRow, itTellsOfNobody } from './fault-row.ts'
import { switchedPlan } from './switched-plan.ts'

const store = 'loja-azul'
/** More than the visibility timeout of an inbox queue (180 s), in milliseconds. */
const aWhile = 200_000
/** What cannot be erased yet is looked at again once a day. */
const moreThanADay = 25 * 3_600_000
const tries = 10

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
async function insist(method: string, path: string, body: object): Promise<Reply> {
  const headers = { 'if-match': '*', 'idempotency-key': randomUUID() }
  let last: Reply | undefined
  for (let n = 0; n < tries; n += 1) {
    last = await suite.call(store, method, path, { headers, body })
    // One whose function died after the write finds it done.
    if (last.status < 300 || last.body.code === 'illegal-transition') return last
  }
  throw new Error(`${method} ${path} is expected to succeed, received ${last?.status}`)
}

async function settle(): Promise<void> {
  for (let n = 0; n < 3; n += 1) {
    await suite.cloud.idle()
    suite.cloud.clock.advance(aWhile)
  }
  await suite.cloud.idle()
}

describe('a person who is erased while what happened to their order is still on its way', () => {
  faultRow(
    'erasure',
    { what: 'an order cancelled amid duplicates and crashes', cost: 'dear' },
    async (seed) => {
      const right = freshOrder()
      // Every other order is wrong in what only its customer can mend, so that they are asked to.
      const fresh =
        seed % 4 < 2 ? right : { ...right, shippingAddress: { ...right.shippingAddress, uf: 'AC' } }
      const { document = '', email = '' } = fresh.customer
      plan.use(
        [
          { fault: { action: 'duplicate' }, probability: 0.4 },
          { fault: { action: 'reorder' }, probability: 0.3 },
          { fault: { action: 'crashBefore' }, probability: 0.03, times: 2 },
          { fault: { action: 'crashAfter' }, probability: 0.03, times: 2 },
          { fault: { action: 'delay', ms: 30 }, probability: 0.1 },
        ],
        seed,
      )
      const { id } = (await insist('POST', '/orders', fresh)).body
      if (seed % 3 === 0) await suite.cloud.idle()
      await insist('POST', `/orders/${id}/cancel`, { reason: 'desistiu' })
      if (seed % 2 === 0) await suite.cloud.idle()
      const asked = await insist('POST', '/privacy/requests', {
        kind: 'erasure',
        person: { documents: [document], emails: [email] },
      })
      await settle()
      const struck = plan.heal()
      // The storefront sends the order once more, as if its first answer had been lost.
      await insist('POST', '/orders', fresh)
      await settle()
      const { body: request } = await suite.call(store, 'GET', `/privacy/requests/${asked.body.id}`)
      if (request.status !== 'finished') {
        suite.cloud.clock.advance(moreThanADay)
        await suite.cloud.idle()
      }
      const { body: order } = await suite.call(store, 'GET', `/orders/${id}`)
      const texts = await textsOf(suite.cloud.endpoints.dynamodb, table)
      const traces = tracesIn(texts, [document, email]).filter((name) => !passing.test(name))
      expect([order.status, order.customer, traces]).toEqual(['cancelled', { name: '(apagado)' }, []])
      return { tries: struck + 2, lost: 0, doubled: traces.length }
    },
  )

  itTellsOfNobody(() => suite.cloud.logs.lines.map(({ line }) => line))
})
