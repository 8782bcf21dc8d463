import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AlarmFixture } from './alarm-fixture.ts'
import { injectFaults, type Proofs, placeOne, removeFaults } from './alarm-fixture.ts'

const waitingIn = ({ suite, arn }: AlarmFixture, queue: string) =>
  suite.cloud.queues.queue(arn(queue)).messages

/** Sends a malformed message. */
async function poison(fixture: AlarmFixture): Promise<void> {
  const { cloud } = fixture.suite
  cloud.queues.send(fixture.arn('orders-queue'), 'not even JSON')
  await cloud.idle()
  assert.equal(waitingIn(fixture, 'orders-dead-letters').length, 1)
}

/** Shows the malformed message, then discards it. */
async function discard({ ops }: AlarmFixture): Promise<void> {
  const [id, ...shown] = (await ops('dlq show orders-dead-letters')).split('\n')
  assert.match(shown.join('\n'), /code +invalid-event/)
  assert.equal(await ops(`dlq discard orders-dead-letters --message ${id} --yes`), '1 of 1 deleted')
}

/** Publishes an event that the e-mail slice receives and ignores. */
async function publishMailEvent({ suite }: AlarmFixture): Promise<void> {
  const detail = { eventType: 'Send', mail: { messageId: randomUUID(), tags: {} }, send: {} }
  const set = suite.cloud.resources.find(({ type }) => type === 'AWS::SES::ConfigurationSet')?.ref
  const tagged = { ...detail, mail: { ...detail.mail, tags: { 'ses:configuration-set': [set] } } }
  suite.cloud.bus.put('default', [
    { Source: 'aws.ses', DetailType: 'Email Sent', Detail: JSON.stringify(tagged) },
  ])
  await suite.cloud.idle()
}

let dropping = ''

/** How the alarms of queues and rules are raised and fixed. */
export const queueProofs = {
  'queue-late': {
    alarm: 'quality-queue-late',
    // The queue is late because each try fails.
    alongside: ['quality-inbox-errors'],
    raise: async (fixture) => {
      injectFaults(fixture, {
        fault: { action: 'crashBefore' },
        caller: 'quality-inbox',
        service: 'dynamodb',
      })
      await placeOne(fixture)
      await fixture.pass(9)
    },
    fix: removeFaults,
  },
  'dead-letters-waiting': {
    alarm: 'orders-dead-letters-waiting',
    raise: async (fixture) => {
      await poison(fixture)
      await fixture.pass(1)
    },
    fix: discard,
  },
  'dead-letters-old': {
    alarm: 'orders-dead-letters-old',
    alongside: ['orders-dead-letters-waiting'],
    raise: async (fixture) => {
      await poison(fixture)
      for (let passed = 0; passed < 24 * 60; passed += 5) {
        fixture.suite.cloud.clock.advance(5 * 60_000)
        await fixture.suite.cloud.idle()
      }
      await fixture.pass(2)
    },
    fix: discard,
  },
  'rule-failing': {
    alarm: 'email-rules-failing',
    // The events that the rule gave up are in the dead-letter queue.
    alongside: ['email-dead-letters-waiting'],
    raise: async (fixture) => {
      fixture.suite.cloud.queuePolicies.deny(fixture.arn('email-queue'))
      await publishMailEvent(fixture)
      assert.equal(waitingIn(fixture, 'email-dead-letters').length, 1)
      await fixture.pass(1)
    },
    fix: async (fixture) => {
      fixture.suite.cloud.queuePolicies.allow(fixture.arn('email-queue'))
      assert.equal(
        await fixture.ops('dlq redrive email-dead-letters --rate 10'),
        '1 of 1 sent to email-queue',
      )
      assert.equal(waitingIn(fixture, 'email-dead-letters').length, 0)
    },
  },
  'rule-dropping': {
    alarm: 'email-rules-dropping',
    // The rule fails before it drops the event.
    alongside: ['email-rules-failing'],
    raise: async (fixture) => {
      for (const queue of ['email-queue', 'email-dead-letters'])
        fixture.suite.cloud.queuePolicies.deny(fixture.arn(queue))
      dropping = new Date(fixture.suite.cloud.clock.now()).toISOString()
      await placeOne(fixture)
      await fixture.suite.cloud.idle()
      await fixture.pass(1)
    },
    fix: async (fixture) => {
      for (const queue of ['email-queue', 'email-dead-letters'])
        fixture.suite.cloud.queuePolicies.allow(fixture.arn(queue))
      assert.match(await fixture.ops(`outbox republish --from ${dropping}`), /1 {2}order\.passed/)
    },
  },
} satisfies Proofs
