import { factLearned } from '../../../events/quality/check-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitPage, findScan } from './order-scan.store.ts'
import { beginRecheck, recheckAbout } from './recheck-scan.ts'

/**
 * Starts a recheck of open orders when a fact about a SKU or the store is recorded. A new fact affects all open orders,
 * since their checks may miss it. A changed fact affects held orders only: stock changes with every sale, and must not
 * recheck each passed order. A fact of one order rechecks that order alone, without a scan.
 */
export const recheckOrdersWhenFactLearned = reaction({
  name: 'recheck-orders-when-fact-learned',
  on: [factLearned],
  run: async ({ store, snapshot, data }, { cause, now }) => {
    if (snapshot.subject === 'order') return
    const scope = {
      among: data.arrived === true ? ('open' as const) : ('held' as const),
      ...(snapshot.subject === 'sku' ? { skus: [snapshot.sku] } : {}),
    }
    const current = await findScan(store, recheckAbout)
    if (current !== undefined && current.purpose !== 'recheck') return
    const { outcome } = await commitPage(beginRecheck(current, store, scope, now), [], cause, now)
    if (outcome === 'exists')
      throw new DomainError('stale-version', 'Another recheck started at the same time; retry.')
  },
})
