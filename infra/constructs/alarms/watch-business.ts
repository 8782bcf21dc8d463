import { Duration } from 'aws-cdk-lib'
import type { Stage } from '../../stage.ts'
import { type Alarms, measured, never, type Rhythm } from './alarms.ts'
import { ownMetric } from './metric.ts'

/**
 * Orders past their dispatch time that are normal per state: customers who never pay leave placed orders
 * behind.
 */
const ordinarilyStuck = { placed: 20, packed: 0, held: 0 } as const

/** Connections are polled every 15 minutes. */
const everyPoll: Rhythm = { period: Duration.minutes(15), breaching: 1, of: 1 }

/** One failure is a test; this many in five minutes are a secret that changed on one side only, or an attack. */
const manyForgeries = 5

/** Business alarms, on the metrics of the functions. */
export function watchBusiness(stage: Stage, alarms: Alarms): void {
  const measure = (name: Parameters<typeof ownMetric>[1], dimensions = {}) =>
    ownMetric(stage, name, measured.period, { statistic: 'Maximum', dimensions })

  alarms.raise({
    kind: 'outbox-behind',
    metric: measure('PublishLagSeconds'),
    rhythm: measured,
    above: 300,
  })
  for (const [state, above] of Object.entries(ordinarilyStuck))
    alarms.raise({
      kind: 'orders-stuck',
      fault: `orders-stuck-${state}`,
      metric: measure('OrdersStuck', { state }),
      rhythm: measured,
      above,
    })
  alarms.raise({ kind: 'holds-overdue', metric: measure('HoldsOverdue'), rhythm: measured, above: 0 })
  alarms.raise({
    kind: 'reconciliation-differs',
    metric: measure('ReconciliationDifferences'),
    rhythm: { ...measured, breaching: 3 },
    above: 0,
  })
  alarms.raise({ kind: 'answers-overdue', metric: measure('AnswersOverdue'), rhythm: measured, above: 0 })
  alarms.raise({
    kind: 'channel-silent',
    metric: ownMetric(stage, 'ChannelsSilent', everyPoll.period, { statistic: 'Maximum' }),
    rhythm: everyPoll,
    above: 0,
  })
  alarms.raise({
    kind: 'signatures-refused',
    metric: ownMetric(stage, 'SignaturesRefused', measured.period),
    rhythm: { ...measured, breaching: 1, of: 1 },
    from: manyForgeries,
  })
  alarms.raise({
    kind: 'oversell',
    metric: ownMetric(stage, 'OrdersOversold', never.period),
    rhythm: never,
    above: 0,
  })
}
