import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { AlarmKindName } from '../../infra/alarm-kinds.ts'
import type { FaultRule } from '../../infra/local/faults/fault-plan.ts'
import type { SampleOrder } from '../../infra/start/sample-orders.ts'
import { type SwitchedPlan, switchedPlan } from '../faults/table/switched-plan.ts'
import { operationsOn } from '../support/operations.ts'
import { until } from '../support/suite/settled.ts'
import { freshOrder, type Suite, startSuite } from '../support/suite/suite.ts'

/** The suite with its alarms, a controllable clock and fault injection. */
export interface AlarmFixture {
  readonly suite: Suite
  readonly faults: SwitchedPlan
  /** Names of the alarms that are raised now, without the stage prefix. */
  raised(): string[]
  /** Names of the alarms raised since a time of the cloud's clock (milliseconds), whatever their state now. */
  raisedSince(at: number): string[]
  /** Advances the clock minute by minute, and waits for the cloud to be idle after each. */
  pass(minutes: number): Promise<void>
  /** Advances the clock without waiting for idle, for a fault that blocks work. */
  passStuck(minutes: number): Promise<void>
  /** Subjects of the notices that a topic received since a time of the cloud's clock (milliseconds). */
  notices(topic: 'page' | 'tell', at: number): string[]
  arn(name: string): string
  /** Runs a runbook step, `npm run ops -- <line>`, waits for the cloud to be idle, and returns the output. */
  ops(line: string): Promise<string>
}

/** Proof of an alarm kind: a fault raises this alarm and no other, and its runbook fixes the fault. */
export interface Proof {
  /** The alarm that the fault must raise. */
  readonly alarm: string
  /** Other alarms that the same fault may raise. */
  readonly alongside?: readonly string[]
  /** Causes the fault, and advances the clock until the alarm is raised. */
  readonly raise: (fixture: AlarmFixture) => Promise<void>
  /** Runs the runbook's fix. */
  readonly fix: (fixture: AlarmFixture) => Promise<void>
}

export type Proofs = Partial<Record<AlarmKindName, Proof>>

const minute = 60_000
export const store = 'loja-azul'

export async function startAlarmFixture(): Promise<AlarmFixture> {
  const faults = switchedPlan()
  const suite = await startSuite({ faults })
  const { cloud } = suite
  const operate = operationsOn(cloud)
  const shortName = (name: string): string => name.replace('retaguarda-dev-', '')
  const passStuck = async (minutes: number): Promise<void> => {
    for (let passed = 0; passed < minutes; passed += 1) {
      cloud.clock.advance(minute)
      await pause(20)
    }
  }
  return {
    suite,
    faults,
    raised: () =>
      cloud.alarms
        .describe()
        .filter(({ state }) => state === 'ALARM')
        .map(({ name }) => shortName(name))
        .sort(),
    raisedSince: (at) => [
      ...new Set(
        cloud.alarms
          .history()
          .filter((change) => change.to === 'ALARM' && change.at >= at)
          .map(({ alarm }) => shortName(alarm.name)),
      ),
    ],
    passStuck,
    pass: async (minutes) => {
      for (let passed = 0; passed < minutes; passed += 1) {
        cloud.clock.advance(minute)
        await cloud.idle()
      }
    },
    notices: (topic, at) => {
      const arn = cloud.resources.find(({ type, name }) => type === 'AWS::SNS::Topic' && name === topic)?.arn
      return cloud.topics
        .notices(arn)
        .filter((notice) => notice.at >= at)
        .map(({ subject }) => subject)
    },
    arn: (name) => {
      const found = cloud.resources.find((resource) => resource.name === name)
      if (found === undefined) throw new Error(`a resource ${name} is expected`)
      return found.arn
    },
    ops: async (line) => {
      const { code, output } = await operate(line.split(' '))
      assert.equal(code, 0, output)
      await cloud.idle()
      return output
    },
  }
}

/**
 * Runs an action once a minute for the given minutes, and waits for the cloud to be idle each time. It begins with a
 * minute of the cloud's clock, which also follows real time: an action across two minutes would be counted half in each.
 */
export async function eachMinute(
  fixture: AlarmFixture,
  minutes: number,
  act: () => Promise<unknown>,
): Promise<void> {
  const { clock } = fixture.suite.cloud
  clock.advance(minute - (clock.now() % minute))
  await fixture.suite.cloud.idle()
  for (let done = 0; done < minutes; done += 1) {
    await act()
    await fixture.suite.cloud.idle()
    await fixture.pass(1)
  }
}

const day = 24 * 3600_000

/** A valid order to dispatch within the given milliseconds of the cloud's clock; ten days by default. */
export const orderDue = ({ suite }: AlarmFixture, dueIn: number = 10 * day): SampleOrder => ({
  ...freshOrder(),
  dispatchBy: new Date(suite.cloud.clock.now() + dueIn).toISOString(),
})

/** Places a valid order and waits only for the answer. */
export const placeOne = (fixture: AlarmFixture): Promise<{ id: string }> =>
  fixture.suite.place(store, orderDue(fixture))

/** Waits until the fault plan has applied the given number of faults. */
export const waitForFaults = ({ faults }: AlarmFixture, times: number): Promise<void> =>
  until(`the fault has struck ${times} times`, () => faults.strikes.length >= times)

/** Injects these faults with a fixed seed. */
export const injectFaults = ({ faults }: AlarmFixture, ...rules: readonly FaultRule[]): void =>
  faults.use(rules, 1)

export const removeFaults = async ({ faults }: AlarmFixture): Promise<void> => void faults.heal()
