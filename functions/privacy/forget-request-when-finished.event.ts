import { privacyRequestFinished } from '../../events/privacy/privacy-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { forgetKey } from '../../shared/privacy/record-keys.store.ts'
import { recordErasure } from './subject.store.ts'

/**
 * Forgets whom a finished request was about: what the slices were asked and told stands in histories. Of an erasure it
 * is noted, under keyed hashes, that they were erased.
 */
export const forgetRequestWhenFinished = reaction({
  name: 'forget-request-when-finished',
  on: [privacyRequestFinished],
  run: async ({ store, snapshot: { id, kind, status, subject = [], finishedAt } }) => {
    if (status !== 'finished' || finishedAt === undefined) return
    if (kind === 'erasure') await recordErasure(store, subject, { requestId: id, at: finishedAt })
    await forgetKey(store, id)
  },
})
