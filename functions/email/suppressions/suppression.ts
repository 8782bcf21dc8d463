import {
  addressSuppressed,
  type SuppressionSnapshot,
  suppressionLifted,
} from '../../../events/email/suppression-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'

/** An address to which no mail goes, until that is lifted. */
export type Suppression = SuppressionSnapshot

/** The id of what is known of an address; it does not tell the address. */
export const suppressionId = (store: string, address: string): string =>
  derivedId('sup', store, address.trim().toLowerCase())

export const isInForce = (known: Suppression | undefined): boolean =>
  known !== undefined && known.liftedAt === undefined

/** No mail goes to an address any more; a complaint outweighs a bounce, and what is in force stays so. */
export function suppress(
  known: Suppression | undefined,
  { store, address, reason }: Pick<Suppression, 'store' | 'address' | 'reason'>,
  now: string,
): Decision<Suppression> {
  if (known !== undefined && isInForce(known) && (known.reason === reason || known.reason === 'complained'))
    return { next: known, events: [] }
  const id = suppressionId(store, address)
  return {
    next: { id, store, version: (known?.version ?? 0) + 1, address, reason, since: now },
    events: [addressSuppressed.happened({ reason })],
  }
}

/** Mail may go to an address again. */
export function lift(suppression: Suppression, now: string): Decision<Suppression> {
  if (!isInForce(suppression)) return { next: suppression, events: [] }
  return {
    next: { ...suppression, version: suppression.version + 1, liftedAt: now },
    events: [suppressionLifted.happened({ reason: suppression.reason })],
  }
}
