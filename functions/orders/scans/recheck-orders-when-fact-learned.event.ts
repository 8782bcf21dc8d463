import { factLearned } from '../../../events/quality/check-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitPage, findScan } from './order-scan.store.ts'
import { beginRecheck, recheckAbout } from './recheck-scan.ts'

/**
 * Has open orders checked again when something became known of a SKU or of the store: all that it concerns where it
 * was not known before, since their checks wait for it; only held ones where it is another, since a stock that changes
 * with every sale must not have each passed order looked at again. What is known of one order wakes up that one alone.
 */
export const recheckOrdersWhenFactLearned = reaction({
  name: 'recheck-orders-when-fact-learned',
  on: [factLearned],
  run: async ({ store, snapshot, data }, { cause, now }) => {
    if (snapshot.subject === 'order') return
    const concerned = {
      among: data.arrived === true ? ('open' as const) : ('held' as const),
      ...(snapshot.subject === 'sku' ? { skus: [snapshot.sku] } : {}),
    }
    const known = await findScan(store, recheckAbout)
    if (known !== undefined && known.purpose !== 'recheck') return
    const { outcome } = await commitPage(beginRecheck(known, store, concerned, now), [], cause, now)
    if (outcome === 'exists')
      throw new DomainError('stale-version', 'no walk was known, but there is one by now: read it again')
  },
})
