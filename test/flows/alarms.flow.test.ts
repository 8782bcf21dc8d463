import { type AlarmKindName, alarmKinds } from '../../infra/alarm-kinds.ts'
import { type AlarmFixture, type Proof, startAlarmFixture } from '../alarms/alarm-fixture.ts'
import { proofs } from '../alarms/proofs.ts'

/** Minutes: the longest that an alarm looks back, with time for what was late to be done. */
const longestWait = 30

/** Minutes after which no alarm looks back at a fault any more. */
const missingAlarms = 16

describe('every kind of alarm', () => {
  let stage: AlarmFixture
  let raisedBy: Proof['mend'] | undefined
  beforeAll(async () => {
    stage = await startAlarmFixture()
    await stage.pass(1)
  })
  afterEach(async () => {
    // One that failed half-way leaves nothing to the next.
    stage.faults.heal()
    await raisedBy?.(stage).catch(() => undefined)
    raisedBy = undefined
    await settled(() => stage.raised().length === 0)
  })
  afterAll(() => stage.suite.stop())

  it('has a proof', () => {
    expect(Object.keys(proofs).sort()).toEqual(Object.keys(alarmKinds).sort())
  })

  it.each(Object.keys(alarmKinds) as AlarmKindName[])(
    '%s is raised by its fault, alone, is told, and is over when its runbook was followed',
    async (kind) => {
      const { alarm, alongside = [], raise, mend } = proofs[kind]
      const begun = stage.suite.cloud.clock.now()
      const expected = [alarm, ...alongside]
      const pages = alarmKinds[kind].severity === 'page'
      if (pages && kind !== 'customers-feel-it') expected.push('customers-feel-it')
      expect(stage.raised()).toEqual([])

      await raise(stage)
      raisedBy = mend
      await settled(() => stage.raised().includes(alarm))
      expect(stage.raised()).toContain(alarm)
      const topic = kind === 'customers-feel-it' ? 'page' : 'tell'
      expect(stage.notices(topic, begun)).toContainEqual(
        expect.stringContaining(`ALARM: "retaguarda-dev-${alarm}"`),
      )
      expect(stage.notices('page', begun)).toHaveLength(pages ? 1 : 0)

      raisedBy = undefined
      await mend(stage)
      await settled(() => stage.raised().length === 0)
      await stage.pass(missingAlarms)
      expect(stage.raised()).toEqual([])
      expect(stage.notices(topic, begun)).toContainEqual(
        expect.stringContaining(`OK: "retaguarda-dev-${alarm}"`),
      )
      expect(stage.raisedSince(begun).filter((name) => !expected.includes(name))).toEqual([])
    },
    120_000,
  )

  /** Lets minutes go by until it is so, or as many as it may take. */
  async function settled(isSo: () => boolean): Promise<void> {
    for (let minutes = 0; minutes < longestWait && !isSo(); minutes += 1) await stage.pass(1)
  }
})
