import { sweepAdvanced, sweepFinished, sweepStarted } from '../../../events/orders/sweep-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitDefectSweep, findDefectSweep } from './defect.store.ts'
import { followSweep } from './defect.ts'

/** Keeps how far the orders' sweep for a defect has come, and what it held and released, for whoever asks. */
export const followSweepWhenPageSwept = reaction({
  name: 'follow-sweep-when-page-swept',
  on: [sweepStarted, sweepAdvanced, sweepFinished],
  run: async ({ store, snapshot: sweep }, { cause, now }) => {
    if (sweep.purpose === 'tell' || sweep.purpose === 'recheck') return
    const decision = followSweep(await findDefectSweep(store, sweep.defectId), sweep)
    if (decision !== undefined) await commitDefectSweep(decision, cause, now)
  },
})
