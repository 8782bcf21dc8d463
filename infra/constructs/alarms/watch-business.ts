import type { Stage } from '../../stage.ts'
import { type Alarms, measured, never } from './alarms.ts'
import { ownMetric } from './metric.ts'

/**
 * Of the orders that are late in a state, so many are ordinary: customers who never pay leave orders behind that are
 * placed and go no further.
 */
const ordinarilyStuck = { placed: 20, packed: 0, held: 0 } as const

/** The alarms of what the suite is for, on what its functions measure. */
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
    kind: 'ledger-differs',
    metric: measure('LedgerDifferences'),
    rhythm: { ...measured, breaching: 3 },
    above: 0,
  })
  alarms.raise({
    kind: 'oversell',
    metric: ownMetric(stage, 'OrdersOversold', never.period),
    rhythm: never,
    above: 0,
  })
}
