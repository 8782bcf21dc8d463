import { mailBounced, mailComplained } from '../../../events/email/mail-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitSuppression, findSuppression } from './suppression.store.ts'
import { suppress } from './suppression.ts'

/** Sends no more mail to an address that bounced for good, or whose owner called our mail spam. */
export const suppressAddressWhenMailFails = reaction({
  name: 'suppress-address-when-mail-fails',
  on: [mailBounced, mailComplained],
  run: async ({ store, data, occurredAt, snapshot: { to: address } }, { cause, now }) => {
    if ('permanent' in data && !data.permanent) return
    const known = await findSuppression(store, address)
    // A suppression that was lifted since stays lifted, however late this word of it comes.
    if (known?.liftedAt !== undefined && known.liftedAt >= occurredAt) return
    const reason = 'permanent' in data ? 'bounced' : 'complained'
    await commitSuppression(suppress(known, { store, address, reason }, now), cause, now)
  },
})
