import { sweepAdvanced, sweepStarted, sweepTold } from '../../../events/orders/sweep-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { load } from '../../../shared/table/load.store.ts'
import { recheckPage } from './recheck-sweep.ts'
import { commitPage, readDefectPage, readRecheckPage, readTellingPage, sweeps } from './sweep.store.ts'
import { sweepDefectPage, tellPage } from './sweep.ts'

/**
 * Does the next page of a sweep when the one before is done. The event names the version to go on from, so a page is
 * done once however often it is asked for, and a crash at any point leaves the event to be delivered again.
 */
export const sweepNextPageWhenPageSwept = reaction({
  name: 'sweep-next-page-when-page-swept',
  on: [sweepStarted, sweepAdvanced, sweepTold],
  run: async ({ store, aggregate }, { cause, now }) => {
    const sweep = await load(sweeps, store, aggregate.id)
    if (sweep.version !== aggregate.version || sweep.status === 'finished') return
    if (sweep.purpose === 'tell') {
      await commitPage(tellPage(sweep, await readTellingPage(sweep), now), [], cause, now)
    } else if (sweep.purpose === 'recheck') {
      await commitPage(recheckPage(sweep, await readRecheckPage(sweep), now), [], cause, now)
    } else {
      const page = sweepDefectPage(sweep, await readDefectPage(sweep), now)
      await commitPage(page.sweep, page.orders, cause, now)
    }
  },
})
