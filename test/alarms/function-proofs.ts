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
    raise: async (fixture) => {
      injectFaults(fixture, {
        fault: { action: 'crashBefore' },
        caller: 'quality-inbox',
        service: 'dynamodb',
      })
      await eachMinute(fixture, 3, () => placeOne(fixture))
    },
    fix: removeFaults,
  },
  'function-throttled': {
    alarm: 'email-inbox-throttled',
    raise: async (fixture) => {
      fixture.suite.cloud.functions.reserve('email-inbox', 0)
      await eachMinute(fixture, 3, async () => {
        assert.ok(!(await invoke(fixture, 'email-inbox', { Records: [] })).ok)
      })
    },
    fix: async (fixture) => fixture.suite.cloud.functions.reserve('email-inbox'),
  },
  'function-slow': {
    alarm: 'quality-inbox-slow',
    raise: (fixture) =>
      eachMinute(fixture, 3, async () => {
        const { clock } = fixture.suite.cloud
        injectFaults(fixture, {
          fault: { action: 'delay', ms: 25_000 },
          caller: 'quality-inbox',
          service: 'dynamodb',
          times: 1,
        })
        await placeOne(fixture)
        await waitForFaults(fixture, 1)
        clock.advance(25_000)
      }),
    fix: removeFaults,
  },
  'failures-undelivered': {
    alarm: 'outbox-relay-failures-undelivered',
    // The function gives up because each try fails.
    alongside: ['outbox-relay-errors'],
    raise: async (fixture) => {
      const { clock, queuePolicies, metrics } = fixture.suite.cloud
      queuePolicies.deny(fixture.arn('outbox-failures'))
      injectFaults(fixture, { fault: { action: 'crashBefore' }, caller: 'outbox-relay', service: 'dynamodb' })
      const since = new Date(clock.now()).toISOString()
      givenUp = { id: (await placeOne(fixture)).id, since }
      const lost = { namespace: 'AWS/Lambda', name: 'DestinationDeliveryFailures' }
      const dimensions = { FunctionName: 'outbox-relay' }
      // The relay tries twenty times, with up to a second in between.
      await until('the relay gave up', () => {
        clock.advance(50)
        return metrics.latest({ ...lost, dimensions }) !== undefined
      })
      await removeFaults(fixture)
      await fixture.pass(1)
    },
    fix: async (fixture) => {
      const { suite, arn, ops } = fixture
      suite.cloud.queuePolicies.allow(arn('outbox-failures'))
      assert.match(await ops(`outbox republish --from ${givenUp.since}`), /1 {2}order\.placed/)
      const { body } = await suite.call(store, 'GET', `/orders/${givenUp.id}`)
      assert.equal(body.quality, 'passed')
    },
  },
  'schedule-failing': {
    alarm: 'holds-schedule-failing',
    raise: async (fixture) => {
      injectFaults(fixture, {
        fault: { action: 'crashBefore' },
        caller: 'holds-schedule',
        service: 'dynamodb',
      })
      await fixture.pass(11)
    },
    fix: async (fixture) => {
      await removeFaults(fixture)
      assert.ok((await invoke(fixture, 'holds-schedule', { id: 'by-hand' })).ok)
    },
  },
  'schedule-silent': {
    alarm: 'holds-schedule-silent',
    raise: async (fixture) => {
      fixture.suite.cloud.schedules.disable('holds-rule')
      await fixture.pass(16)
    },
    fix: async (fixture) => fixture.suite.cloud.schedules.enable('holds-rule'),
  },
  'stream-behind': {
    alarm: 'outbox-relay-behind',
    raise: async (fixture) => {
      const late = { action: 'delay', ms: 5 * minute } as const
      injectFaults(fixture, {
        fault: late,
        caller: 'outbox-relay',
        service: 'dynamodb',
        operation: 'Deliver',
        times: 1,
      })
      await placeOne(fixture)
      await waitForFaults(fixture, 1)
      await fixture.passStuck(4)
    },
    fix: removeFaults,
  },
  'stream-stalled': {
    alarm: 'outbox-relay-stalled',
    // A late relay is behind as well, and its events are old when they reach the bus.
    alongside: ['outbox-relay-behind', 'outbox-behind'],
    raise: async (fixture) => {
      const late = { action: 'delay', ms: 9 * minute } as const
      injectFaults(fixture, {
        fault: late,
        caller: 'outbox-relay',
        service: 'dynamodb',
        operation: 'Deliver',
        times: 1,
      })
      await placeOne(fixture)
      await waitForFaults(fixture, 1)
      await fixture.passStuck(8)
    },
    fix: removeFaults,
  },
} satisfies Proofs
