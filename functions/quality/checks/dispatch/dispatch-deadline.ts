import type { OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { afterWork, latestRelease } from '../../../../shared/calendar.ts'
import { defineCheck, notApplicable, verdictOf } from '../check.ts'

/**
 * With the handling time of 90 % of the store's orders, the order is dispatched and delivered by its deadlines,
 * counting cut-off, weekends and holidays. Handling starts once the order is paid and passed. A dispatched order is
 * late when its delivery is late. The check only warns, since a hold would delay the order further.
 */
export const dispatchDeadline = defineCheck({
  code: 'dispatch-deadline',
  number: 18,
  version: 1,
  mode: 'warn',
  department: 'stock-logistics',
  customerCanCorrect: false,
  needs: ['handlingP90Minutes'],
  relevant: ({ dispatchBy, deliverBy }) => [dispatchBy, deliverBy],
  evaluate: (order, { facts, now }) => {
    const { status, dispatchBy, deliverBy } = order
    if (status === 'dispatched') return verdictOf(tooLate('deliverBy', deliverBy, now))
    const isOpen = status === 'placed' || status === 'packed'
    if (!isOpen || (dispatchBy === undefined && deliverBy === undefined)) return notApplicable
    const work = status === 'packed' ? 0 : facts.handlingP90Minutes
    const leaves = later(afterWork(workBegan(order, now), work, facts), afterWork(now, 0, facts))
    const release = latestRelease(order, facts)
    return verdictOf([
      ...tooLate('dispatchBy', dispatchBy, leaves, release && `, so released by ${release}`),
      ...tooLate('deliverBy', deliverBy, leaves),
    ])
  },
})

const tooLate = (field: string, deadline: string | undefined, at: string, more = ''): Evidence[] =>
  deadline === undefined || at <= deadline
    ? []
    : [{ field, expected: `${deadline} at the latest${more}`, received: `${at} at the earliest` }]

/** When handling of the order could start; now, if it cannot start yet. */
function workBegan({ pass, contentVersion, payment }: OrderSnapshot, now: string): string {
  if (pass?.contentVersion !== contentVersion || payment.status === 'pending') return now
  return later(pass.at, payment.approvedAt ?? pass.at)
}

const later = (one: string, other: string): string => (one > other ? one : other)
