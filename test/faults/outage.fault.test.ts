import { freshOrder, type Suite, startSuite } from '../support/suite/suite.ts'
import { faultRow, itLogsNoPersonalData } from './table/fault-row.ts'
import { switchedPlan } from './table/switched-plan.ts'

const store = 'loja-azul'
/** More than the visibility timeout of an inbox queue (180 s), in milliseconds. */
const recoveryMs = 200_000
/** More than the ten receives after which a queue sends a message to its dead-letter queue. */
const maxRecoveries = 15

const plan = switchedPlan()
let suite: Suite
beforeAll(async () => {
  suite = await startSuite({ faults: plan })
})
afterAll(() => suite.stop())

const queueUrl = (name: RegExp) => {
  const found = suite.cloud.resources.find((one) => one.type === 'AWS::SQS::Queue' && name.test(one.name))
  if (found === undefined) throw new Error(`Queue ${name} does not exist.`)
  return found.arn
}
const bodiesIn = (arn: string): string[] => suite.cloud.queues.queue(arn).messages.map(({ body }) => body)

describe('a slice that fails longer than its queue retries', () => {
  faultRow(
    'poison-message',
    { title: 'dead-lettered after ten receives, then redriven', cost: 'slow' },
    async (seed) => {
      const dead = queueUrl(/^quality-.*dead/i)
      const queue = queueUrl(/^quality-(?!.*dead)/i)
      const before = bodiesIn(dead).length
      const action = seed % 2 === 0 ? 'crashBefore' : 'crashAfter'
      const down = {
        fault: { action },
        caller: 'quality-inbox',
        service: 'dynamodb',
        operation: 'GetItem',
      } as const
      plan.use([down, { ...down, operation: ['Query', 'BatchGetItem'] }], seed)
      const { id } = await suite.place(store, freshOrder())
      for (let n = 0; n < maxRecoveries && bodiesIn(dead).length === before; n += 1) {
        await suite.cloud.idle()
        suite.cloud.clock.advance(recoveryMs)
      }
      expect(bodiesIn(dead)).toHaveLength(before + 1)
      const struck = plan.heal()
      expect(struck).toBeGreaterThanOrEqual(10)
      // Redriven twice, as an operator may after an unknown result.
      const [deadLetter = ''] = bodiesIn(dead).slice(before)
      for (const body of [deadLetter, deadLetter]) suite.cloud.queues.send(queue, body)
      await suite.cloud.idle()
      const { body } = await suite.call(store, 'GET', `/orders/${id}`)
      const versions = Number(body.version)
      return {
        tries: struck + 2,
        lost: body.quality === 'passed' ? 0 : 1,
        doubled: Math.max(0, versions - 2),
      }
    },
  )

  itLogsNoPersonalData(() => suite.cloud.logs.lines.map(({ line }) => line))
})
