import assert from 'node:assert/strict'
import { until } from '../support/suite/settled.ts'
import {
  type AlarmFixture,
  eachMinute,
  injectFaults,
  type Proofs,
  placeOne,
  removeFaults,
  store,
  waitForFaults,
} from './alarm-fixture.ts'

const minute = 60_000

const invoke = ({ suite, arn }: AlarmFixture, name: string, event: object) =>
  suite.cloud.functions.invoke(arn(name), event)

/** The order that the relay gives up, and a time before that. */
let givenUp = { id: '', since: '' }

/** How the alarms of functions are raised and fixed. */
export const functionProofs = {
  'function-errors': {
    alarm: 'quality-inbox-errors',
    raise: async (stage) => {
      injectFaults(stage, { fault: { action: 'crashBefore' }, caller: 'quality-inbox', service: 'dynamodb' })
      await eachMinute(stage, 3, () => placeOne(stage))
    },
    mend: removeFaults,
  },
  'function-throttled': {
    alarm: 'email-inbox-throttled',
    raise: async (stage) => {
      stage.suite.cloud.functions.reserve('email-inbox', 0)
      await eachMinute(stage, 3, async () => {
        assert.ok(!(await invoke(stage, 'email-inbox', { Records: [] })).ok)
      })
    },
    mend: async (stage) => stage.suite.cloud.functions.reserve('email-inbox'),
  },
  'function-slow': {
    alarm: 'quality-inbox-slow',
    raise: (stage) =>
      eachMinute(stage, 3, async () => {
        const { clock } = stage.suite.cloud
        injectFaults(stage, {
          fault: { action: 'delay', ms: 25_000 },
          caller: 'quality-inbox',
          service: 'dynamodb',
          times: 1,
        })
        await placeOne(stage)
        await waitForFaults(stage, 1)
        clock.advance(25_000)
      }),
    mend: removeFaults,
  },
  'failures-undelivered': {
    alarm: 'outbox-relay-failures-undelivered',
    // The function gives up because each try fails.
    alongside: ['outbox-relay-errors'],
    raise: async (stage) => {
      const { clock, queuePolicies, metrics } = stage.suite.cloud
      queuePolicies.deny(stage.arn('outbox-failures'))
      injectFaults(stage, { fault: { action: 'crashBefore' }, caller: 'outbox-relay', service: 'dynamodb' })
      const since = new Date(clock.now()).toISOString()
      givenUp = { id: (await placeOne(stage)).id, since }
      const lost = { namespace: 'AWS/Lambda', name: 'DestinationDeliveryFailures' }
      const dimensions = { FunctionName: 'outbox-relay' }
      // The relay tries twenty times, with up to a second in between.
      await until('the relay gave up', () => {
        clock.advance(50)
        return metrics.latest({ ...lost, dimensions }) !== undefined
      })
      await removeFaults(stage)
      await stage.pass(1)
    },
    mend: async (stage) => {
      const { suite, arn, ops } = stage
      suite.cloud.queuePolicies.allow(arn('outbox-failures'))
      assert.match(await ops(`outbox republish --from ${givenUp.since}`), /1 {2}order\.placed/)
      const { body } = await suite.call(store, 'GET', `/orders/${givenUp.id}`)
      assert.equal(body.quality, 'passed')
    },
  },
  'schedule-failing': {
    alarm: 'holds-schedule-failing',
    raise: async (stage) => {
      injectFaults(stage, { fault: { action: 'crashBefore' }, caller: 'holds-schedule', service: 'dynamodb' })
      await stage.pass(11)
    },
    mend: async (stage) => {
      await removeFaults(stage)
      assert.ok((await invoke(stage, 'holds-schedule', { id: 'by-hand' })).ok)
    },
  },
  'schedule-silent': {
    alarm: 'holds-schedule-silent',
    raise: async (stage) => {
      stage.suite.cloud.schedules.disable('holds-rule')
      await stage.pass(16)
    },
    mend: async (stage) => stage.suite.cloud.schedules.enable('holds-rule'),
  },
  'stream-behind': {
    alarm: 'outbox-relay-behind',
    raise: async (stage) => {
      const late = { action: 'delay', ms: 5 * minute } as const
      injectFaults(stage, {
        fault: late,
        caller: 'outbox-relay',
        service: 'dynamodb',
        operation: 'Deliver',
        times: 1,
      })
      await placeOne(stage)
      await waitForFaults(stage, 1)
      await stage.passStuck(4)
    },
    mend: removeFaults,
  },
  'stream-stalled': {
    alarm: 'outbox-relay-stalled',
    // A late relay is behind as well, and its events are old when they reach the bus.
    alongside: ['outbox-relay-behind', 'outbox-behind'],
    raise: async (stage) => {
      const late = { action: 'delay', ms: 9 * minute } as const
      injectFaults(stage, {
        fault: late,
        caller: 'outbox-relay',
        service: 'dynamodb',
        operation: 'Deliver',
        times: 1,
      })
      await placeOne(stage)
      await waitForFaults(stage, 1)
      await stage.passStuck(8)
    },
    mend: removeFaults,
  },
} satisfies Proofs
