import { type AlarmKindName, alarmKinds } from '../../infra/alarm-kinds.ts'
import { type AlarmFixture, type Proof, startAlarmFixture } from '../alarms/alarm-fixture.ts'
import { proofs } from '../alarms/proofs.ts'

/** Maximum wait in minutes: the longest alarm window, with time to process the backlog. */
const longestWait = 30

/** Minutes after which no alarm window includes the fault. */
const windowsPassed = 16

describe('every kind of alarm', () => {
  let fixture: AlarmFixture
  let raisedBy: Proof['fix'] | undefined
  beforeAll(async () => {
    fixture = await startAlarmFixture()
    await fixture.pass(1)
  })
  afterEach(async () => {
    // Restores the suite after a test that failed half-way.
    fixture.faults.heal()
    await raisedBy?.(fixture).catch(() => undefined)
    raisedBy = undefined
    await settled(() => fixture.raised().length === 0)
  })
  afterAll(() => fixture.suite.stop())

  it('has a proof', () => {
    expect(Object.keys(proofs).sort()).toEqual(Object.keys(alarmKinds).sort())
  })

  it.each(Object.keys(alarmKinds) as AlarmKindName[])(
    '%s is raised and notified for its fault only, and clears when its runbook is followed',
    async (kind) => {
      const { alarm, alongside = [], raise, fix } = proofs[kind]
      const begun = fixture.suite.cloud.clock.now()
      const expected = [alarm, ...alongside]
      const pages = alarmKinds[kind].severity === 'page'
      if (pages && kind !== 'customers-feel-it') expected.push('customers-feel-it')
      expect(fixture.raised()).toEqual([])

      await raise(fixture)
      raisedBy = fix
      await settled(() => fixture.raised().includes(alarm))
      expect(fixture.raised()).toContain(alarm)
      const topic = kind === 'customers-feel-it' ? 'page' : 'tell'
      expect(fixture.notices(topic, begun)).toContainEqual(
        expect.stringContaining(`ALARM: "retaguarda-dev-${alarm}"`),
      )
      expect(fixture.notices('page', begun)).toHaveLength(pages ? 1 : 0)

      raisedBy = undefined
      await fix(fixture)
      await settled(() => fixture.raised().length === 0)
      await fixture.pass(windowsPassed)
      expect(fixture.raised()).toEqual([])
      expect(fixture.notices(topic, begun)).toContainEqual(
        expect.stringContaining(`OK: "retaguarda-dev-${alarm}"`),
      )
      expect(fixture.raisedSince(begun).filter((name) => !expected.includes(name))).toEqual([])
    },
    120_000,
  )

  /** Advances the clock minute by minute until the condition holds or the maximum wait is over. */
  async function settled(isDone: () => boolean): Promise<void> {
    for (let minutes = 0; minutes < longestWait && !isDone(); minutes += 1) await fixture.pass(1)
  }
})
