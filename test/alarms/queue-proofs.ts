import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AlarmFixture } from './alarm-fixture.ts'
import { injectFaults, type Proofs, placeOne, removeFaults } from './alarm-fixture.ts'

const waitingIn = ({ suite, arn }: AlarmFixture, queue: string) =>
  suite.cloud.queues.queue(arn(queue)).messages

/** Sends a malformed message. */
async function poison(stage: AlarmFixture): Promise<void> {
  const { cloud } = stage.suite
  cloud.queues.send(stage.arn('orders-queue'), 'not even JSON')
  await cloud.idle()
  assert.equal(waitingIn(stage, 'orders-dead-letters').length, 1)
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
    raise: async (stage) => {
      injectFaults(stage, { fault: { action: 'crashBefore' }, caller: 'quality-inbox', service: 'dynamodb' })
      await placeOne(stage)
      await stage.pass(9)
    },
    mend: removeFaults,
  },
  'dead-letters-waiting': {
    alarm: 'orders-dead-letters-waiting',
    raise: async (stage) => {
      await poison(stage)
      await stage.pass(1)
    },
    mend: discard,
  },
  'dead-letters-old': {
    alarm: 'orders-dead-letters-old',
    alongside: ['orders-dead-letters-waiting'],
    raise: async (stage) => {
      await poison(stage)
      for (let passed = 0; passed < 24 * 60; passed += 5) {
        stage.suite.cloud.clock.advance(5 * 60_000)
        await stage.suite.cloud.idle()
      }
      await stage.pass(2)
    },
    mend: discard,
  },
  'rule-failing': {
    alarm: 'email-rules-failing',
    // The events that the rule gave up are in the dead-letter queue.
    alongside: ['email-dead-letters-waiting'],
    raise: async (stage) => {
      stage.suite.cloud.queuePolicies.deny(stage.arn('email-queue'))
      await publishMailEvent(stage)
      assert.equal(waitingIn(stage, 'email-dead-letters').length, 1)
      await stage.pass(1)
    },
    mend: async (stage) => {
      stage.suite.cloud.queuePolicies.allow(stage.arn('email-queue'))
      assert.equal(await stage.ops('dlq redrive email-dead-letters --rate 10'), '1 of 1 sent to email-queue')
      assert.equal(waitingIn(stage, 'email-dead-letters').length, 0)
    },
  },
  'rule-dropping': {
    alarm: 'email-rules-dropping',
    // The rule fails before it drops the event.
    alongside: ['email-rules-failing'],
    raise: async (stage) => {
      for (const queue of ['email-queue', 'email-dead-letters'])
        stage.suite.cloud.queuePolicies.deny(stage.arn(queue))
      dropping = new Date(stage.suite.cloud.clock.now()).toISOString()
      await placeOne(stage)
      await stage.suite.cloud.idle()
      await stage.pass(1)
    },
    mend: async (stage) => {
      for (const queue of ['email-queue', 'email-dead-letters'])
        stage.suite.cloud.queuePolicies.allow(stage.arn(queue))
      assert.match(await stage.ops(`outbox republish --from ${dropping}`), /1 {2}order\.passed/)
    },
  },
} satisfies Proofs
