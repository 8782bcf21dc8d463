import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AlarmStage } from './stage.ts'
import { heal, type Proofs, placeOne, suffer } from './stage.ts'

const waitingIn = ({ suite, arn }: AlarmStage, queue: string) => suite.cloud.queues.queue(arn(queue)).messages

/** A message that nobody can understand. */
async function poison(stage: AlarmStage): Promise<void> {
  const { cloud } = stage.suite
  cloud.queues.send(stage.arn('orders-queue'), 'not even JSON')
  await cloud.idle()
  assert.equal(waitingIn(stage, 'orders-dead-letters').length, 1)
}

/** Of no use to anybody: the dead letters are looked at and purged, as the runbook says. */
async function purge(stage: AlarmStage): Promise<void> {
  assert.deepEqual(
    waitingIn(stage, 'orders-dead-letters').map(({ body }) => body),
    ['not even JSON'],
  )
  stage.suite.cloud.queues.queue(stage.arn('orders-dead-letters')).purge()
}

/** An event that the e-mail slice takes and does nothing about. */
async function tellEmail({ suite }: AlarmStage): Promise<void> {
  const detail = { eventType: 'Send', mail: { messageId: randomUUID(), tags: {} }, send: {} }
  const set = suite.cloud.resources.find(({ type }) => type === 'AWS::SES::ConfigurationSet')?.ref
  const tagged = { ...detail, mail: { ...detail.mail, tags: { 'ses:configuration-set': [set] } } }
  suite.cloud.bus.put('default', [
    { Source: 'aws.ses', DetailType: 'Email Sent', Detail: JSON.stringify(tagged) },
  ])
  await suite.cloud.idle()
}

/** How the alarms of queues and rules are raised and mended. */
export const queueProofs = {
  'queue-late': {
    alarm: 'quality-queue-late',
    // It is late because each of its tries fails.
    alongside: ['quality-inbox-errors'],
    raise: async (stage) => {
      suffer(stage, { fault: { action: 'crashBefore' }, caller: 'quality-inbox', service: 'dynamodb' })
      await placeOne(stage)
      await stage.pass(9)
    },
    mend: heal,
  },
  'dead-letters-waiting': {
    alarm: 'orders-dead-letters-waiting',
    raise: async (stage) => {
      await poison(stage)
      await stage.pass(1)
    },
    mend: purge,
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
    mend: purge,
  },
  'rule-failing': {
    alarm: 'email-rules-failing',
    // What the rule gave up waits among the dead letters.
    alongside: ['email-dead-letters-waiting'],
    raise: async (stage) => {
      stage.suite.cloud.queuePolicies.deny(stage.arn('email-queue'))
      await tellEmail(stage)
      assert.equal(waitingIn(stage, 'email-dead-letters').length, 1)
      await stage.pass(1)
    },
    mend: async (stage) => {
      stage.suite.cloud.queuePolicies.allow(stage.arn('email-queue'))
      redrive(stage, 'email-dead-letters', 'email-queue')
    },
  },
  'rule-dropping': {
    alarm: 'email-rules-dropping',
    // The rule has failed before it drops.
    alongside: ['email-rules-failing'],
    raise: async (stage) => {
      for (const queue of ['email-queue', 'email-dead-letters'])
        stage.suite.cloud.queuePolicies.deny(stage.arn(queue))
      await tellEmail(stage)
      await stage.pass(1)
    },
    mend: async (stage) => {
      for (const queue of ['email-queue', 'email-dead-letters'])
        stage.suite.cloud.queuePolicies.allow(stage.arn(queue))
      await tellEmail(stage)
    },
  },
} satisfies Proofs

/** Puts what waits among the dead letters back into its queue. */
function redrive(stage: AlarmStage, from: string, to: string): void {
  const { queues } = stage.suite.cloud
  const bodies = waitingIn(stage, from).map(({ body }) => body)
  queues.queue(stage.arn(from)).purge()
  for (const body of bodies) queues.send(stage.arn(to), body)
}
