import {
  type AlarmState,
  evaluate,
  type MissingData,
} from '../../../infra/local/cloudwatch/alarm-evaluation.ts'

const points = (drawn: string) => drawn.split(' ').map((one) => (one === '-' ? undefined : one === 'X'))
const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching']

const statesOf = (drawn: string, evaluationPeriods: number, datapointsToAlarm: number) =>
  TREATMENTS.map((missingData) =>
    evaluate(points(drawn), { evaluationPeriods, datapointsToAlarm, missingData }),
  )

/** Rows as in the AWS guide: latest last, X is breaching, 0 is not, - has no data. */
type Row = readonly [string, ...(AlarmState | undefined)[]]

describe('an alarm that needs three of three periods', () => {
  it.each([
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', undefined, 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', undefined, 'ALARM', 'OK'],
    ['X - - - -', 'ALARM', undefined, 'ALARM', 'OK'],
    ['- - - - X', 'INSUFFICIENT_DATA', undefined, 'ALARM', 'OK'],
    ['- - - X -', 'INSUFFICIENT_DATA', undefined, 'ALARM', 'OK'],
    ['X X 0 0 0', 'OK', 'OK', 'OK', 'OK'],
  ] satisfies Row[])('sees %s as AWS says', (drawn, ...expected) => {
    expect(statesOf(drawn, 3, 3)).toEqual(expected)
  })
})

describe('an alarm that needs two of three periods', () => {
  it.each([
    ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 'ALARM', undefined, 'ALARM', 'OK'],
    ['- - - - X', 'INSUFFICIENT_DATA', undefined, 'ALARM', 'OK'],
    ['X X 0 0 X', 'OK', 'OK', 'OK', 'OK'],
  ] satisfies Row[])('sees %s as AWS says', (drawn, ...expected) => {
    expect(statesOf(drawn, 3, 2)).toEqual(expected)
  })
})

describe('an alarm that needs one period', () => {
  it.each([
    ['0 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['X X 0', 'OK', 'OK', 'OK', 'OK'],
    ['X - -', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - -', 'INSUFFICIENT_DATA', undefined, 'ALARM', 'OK'],
  ] satisfies Row[])('sees %s as AWS says', (drawn, ...expected) => {
    expect(statesOf(drawn, 1, 1)).toEqual(expected)
  })
})
