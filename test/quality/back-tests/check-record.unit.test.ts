import { recordOfWeek } from '../../../functions/quality/back-tests/check-record.ts'
import { later } from '../../support/orders.ts'
import { aCheckIssue } from '../issues/issues.ts'

const resolved = (changes: Parameters<typeof aCheckIssue>[0]) =>
  aCheckIssue({ status: 'resolved', resolution: 'condition-cleared', resolvedAt: later(30), ...changes })

describe('the record of a week', () => {
  it('has no data where the denominator is 0, never 0 or 100 %', () => {
    expect(recordOfWeek('2026-W48', [])).toEqual({
      week: '2026-W48',
      hits: 0,
      confirmed: 0,
      falseAlarms: 0,
      undecided: 0,
      falseAlarmShare: 'no-data',
      ordersSaved: 0,
      moneySaved: 0,
      medianMinutesToRelease: 'no-data',
    })
    expect(recordOfWeek('2026-W48', [aCheckIssue()])).toMatchObject({
      hits: 1,
      undecided: 1,
      falseAlarmShare: 'no-data',
      medianMinutesToRelease: 'no-data',
    })
  })

  it('counts confirmed issues, false alarms and the money saved', () => {
    const record = recordOfWeek('2026-W48', [
      resolved({ moneyAtStake: 1000 }),
      resolved({ moneyAtStake: 200, resolvedAt: later(90) }),
      resolved({ moneyAtStake: 50, mode: 'warn', resolvedAt: later(900) }),
      resolved({ moneyAtStake: 3, resolution: 'order-cancelled', resolvedAt: later(60) }),
      resolved({ resolution: 'waived', resolvedAt: later(10) }),
      resolved({ resolution: 'no-fault', mode: 'warn' }),
      resolved({ resolution: 'check-off', resolvedAt: later(20) }),
      aCheckIssue(),
    ])
    expect(record).toMatchObject({
      hits: 8,
      confirmed: 4,
      falseAlarms: 2,
      undecided: 2,
      falseAlarmShare: 2 / 6,
      ordersSaved: 3,
      moneySaved: 1203,
      medianMinutesToRelease: 30,
    })
  })

  it('prefers the verified finding to the resolution', () => {
    const record = recordOfWeek('2026-W48', [
      resolved({ status: 'verified', finding: 'no-fault' }),
      resolved({ status: 'verified', resolution: 'waived', finding: 'confirmed' }),
    ])
    expect(record).toMatchObject({ confirmed: 1, falseAlarms: 1 })
  })

  it('uses the mean of the middle two for an even median', () => {
    const record = recordOfWeek(
      '2026-W48',
      [10, 40, 20, 100].map((minutes) => resolved({ resolvedAt: later(minutes) })),
    )
    expect(record.medianMinutesToRelease).toBe(30)
  })
})
