import { backTestStarted } from '../../../events/quality/back-test-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitPage } from './sweep.store.ts'
import { beginTelling } from './sweep.ts'

/** Begins to tell the orders of a range of time, for a back-test; the sweep that is there already goes on as it is. */
export const tellOrdersWhenBackTestStarted = reaction({
  name: 'tell-orders-when-back-test-started',
  on: [backTestStarted],
  run: async ({ store, aggregate, data: { from, to } }, { cause, now }) => {
    await commitPage(beginTelling(store, aggregate.id, { from, to }, now), [], cause, now)
  },
})
