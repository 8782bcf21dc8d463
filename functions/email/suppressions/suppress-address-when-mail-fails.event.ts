import { mailBounced, mailComplained } from '../../../events/email/mail-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitSuppression, findSuppression } from './suppression.store.ts'
import { suppress } from './suppression.ts'

/** Suppresses an address that bounced permanently, or whose owner marked our mail as spam. */
export const suppressAddressWhenMailFails = reaction({
  name: 'suppress-address-when-mail-fails',
  on: [mailBounced, mailComplained],
  run: async ({ store, data, occurredAt, snapshot: { to: address } }, { cause, now }) => {
    if ('permanent' in data && !data.permanent) return
    const existing = await findSuppression(store, address)
    // A late event does not suppress an address again after its suppression was lifted.
    if (existing?.liftedAt !== undefined && existing.liftedAt >= occurredAt) return
    const reason = 'permanent' in data ? 'bounced' : 'complained'
    await commitSuppression(suppress(existing, { store, address, reason }, now), cause, now)
  },
})
