/** Alarm state evaluation, by "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data" of CloudWatch's guide. */

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching'

/** M of N periods, and the treatment of missing data. */
export interface EvaluationRule {
  /** N. */
  readonly evaluationPeriods: number
  /** M. */
  readonly datapointsToAlarm: number
  readonly missingData: MissingData
}

/** One period: breaching or not, undefined without data. */
export type Datapoint = boolean | undefined

/** CloudWatch looks back further than N periods when the last have no data; in its guide, by two. */
export function evaluationRange({ evaluationPeriods }: Pick<EvaluationRule, 'evaluationPeriods'>): number {
  return evaluationPeriods + 2
}

/**
 * Returns the next state; undefined keeps the current one.
 *
 * @param points of the evaluation range, oldest first
 */
export function evaluate(points: readonly Datapoint[], rule: EvaluationRule): AlarmState | undefined {
  const { evaluationPeriods, datapointsToAlarm, missingData } = rule
  const real = points.filter((point) => point !== undefined)
  const missing = evaluationPeriods - real.length
  if (missing <= 0) return alarmIf(breachesIn(real.slice(-evaluationPeriods)) >= datapointsToAlarm)
  const breaches = breachesIn(real)
  if (missingData === 'breaching') return alarmIf(breaches + missing >= datapointsToAlarm)
  if (missingData === 'notBreaching') return alarmIf(breaches >= datapointsToAlarm)
  if (breaches >= datapointsToAlarm) return 'ALARM'
  if (breaches < real.length) return 'OK'
  // Only missing data or too few breaches: a single breach counts once it is old enough.
  if (missingData === 'ignore') return undefined
  return ageOfOldestBreach(points) >= datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA'
}

const alarmIf = (breaching: boolean): AlarmState => (breaching ? 'ALARM' : 'OK')

const breachesIn = (points: readonly Datapoint[]): number => points.filter(Boolean).length

/** In periods, 1 for the latest; 0 when there is none. */
function ageOfOldestBreach(points: readonly Datapoint[]): number {
  const at = points.indexOf(true)
  return at === -1 ? 0 : points.length - at
}
