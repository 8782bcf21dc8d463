import { privacyRequestFinished } from '../../events/privacy/privacy-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { forgetKey } from '../../shared/privacy/record-keys.store.ts'
import { recordErasure } from './subject.store.ts'

/**
 * Deletes the key of a finished request, since its history names the person. For an erasure, records under keyed hashes
 * that the person was erased.
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
