import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { AlarmKindName } from '../../infra/alarm-kinds.ts'
import type { FaultRule } from '../../infra/local/faults/fault-plan.ts'
import type { SampleOrder } from '../../infra/start/sample-orders.ts'
import { type SwitchedPlan, switchedPlan } from '../faults/table/switched-plan.ts'
import { operationsOn } from '../support/operations.ts'
import { until } from '../support/suite/settled.ts'
import { freshOrder, type Suite, startSuite } from '../support/suite/suite.ts'

/** The suite with its alarms, on a clock and with faults that a proof can use. */
export interface AlarmFixture {
  readonly suite: Suite
  readonly faults: SwitchedPlan
  /** The names of the alarms that are raised, without the stage's part. */
  raised(): string[]
  /** The names of the alarms that were raised since a moment, by the cloud's clock, whatever they are now. */
  raisedSince(at: number): string[]
  /** Lets minutes go by, one by one, and all that they bring be done. */
  pass(minutes: number): Promise<void>
  /** Lets minutes go by in which not all gets done: something is stuck. */
  passStuck(minutes: number): Promise<void>
  /** Subjects of the notices that a topic got since a moment. */
  notices(topic: 'page' | 'tell', at: number): string[]
  arn(name: string): string
  /** Does what a runbook says by `npm run ops -- <line>`, lets all that it brings be done, and gives what it said. */
  ops(line: string): Promise<string>
}

/** How a kind of alarm is shown to be true: a fault raises it, and no other; what its runbook says mends it. */
export interface Proof {
  /** The alarm that the fault is to raise. */
  readonly alarm: string
  /** Alarms that the same fault rightly raises too. */
  readonly alongside?: readonly string[]
  /** Makes the fault, and lets the time go by that it takes. */
  readonly raise: (stage: AlarmFixture) => Promise<void>
  /** Does what the runbook says. */
  readonly mend: (stage: AlarmFixture) => Promise<void>
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
      const { code, output: said } = await operate(line.split(' '))
      assert.equal(code, 0, said)
      await cloud.idle()
      return said
    },
  }
}

/** Does something once a minute, for so many minutes, and lets all of it be done each time. */
export async function eachMinute(
  stage: AlarmFixture,
  minutes: number,
  act: () => Promise<unknown>,
): Promise<void> {
  for (let done = 0; done < minutes; done += 1) {
    await act()
    await stage.suite.cloud.idle()
    await stage.pass(1)
  }
}

const day = 24 * 3600_000

/** A right order that must leave in so many milliseconds by the cloud's clock; in ten days unless given. */
export const orderDue = ({ suite }: AlarmFixture, dueIn: number = 10 * day): SampleOrder => ({
  ...freshOrder(),
  dispatchBy: new Date(suite.cloud.clock.now() + dueIn).toISOString(),
})

/** Places a right order and waits for no more than the answer. */
export const placeOne = (stage: AlarmFixture): Promise<{ id: string }> =>
  stage.suite.place(store, orderDue(stage))

/** Waits until a fault of the plan has struck so often. */
export const waitForFaults = ({ faults }: AlarmFixture, times: number): Promise<void> =>
  until(`the fault has struck ${times} times`, () => faults.strikes.length >= times)

/** Uses these faults, always in the same way. */
export const injectFaults = ({ faults }: AlarmFixture, ...rules: readonly FaultRule[]): void =>
  faults.use(rules, 1)

export const removeFaults = async ({ faults }: AlarmFixture): Promise<void> => void faults.heal()
