import { privacyRequestFinished } from '../../events/privacy-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { forgetKey } from '../../shared/privacy/record-keys.store.ts'

/** Forgets whom a finished request for erasure was about: what the slices were asked says so in its history. */
export const forgetRequestWhenFinished = reaction({
  name: 'forget-request-when-finished',
  on: [privacyRequestFinished],
  run: async ({ store, snapshot: { id, identity } }) => {
    if (identity === undefined) await forgetKey(store, id)
  },
})
