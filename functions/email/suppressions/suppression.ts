import {
  addressSuppressed,
  type SuppressionSnapshot,
  suppressionLifted,
} from '../../../events/email/suppression-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'

/** An address that gets no mail, until the suppression is lifted. */
export type Suppression = SuppressionSnapshot

/** The id of an address's suppression; it does not reveal the address. */
export const suppressionId = (store: string, address: string): string =>
  derivedId('sup', store, address.trim().toLowerCase())

export const isInForce = (suppression: Suppression | undefined): boolean =>
  suppression !== undefined && suppression.liftedAt === undefined

/** Suppresses an address. A complaint outweighs a bounce; an active suppression stays. */
export function suppress(
  existing: Suppression | undefined,
  { store, address, reason }: Pick<Suppression, 'store' | 'address' | 'reason'>,
  now: string,
): Decision<Suppression> {
  if (
    existing !== undefined &&
    isInForce(existing) &&
    (existing.reason === reason || existing.reason === 'complained')
  )
    return { next: existing, events: [] }
  const id = suppressionId(store, address)
  return {
    next: { id, store, version: (existing?.version ?? 0) + 1, address, reason, since: now },
    events: [addressSuppressed.happened({ reason })],
  }
}

/** Lifts a suppression. */
export function lift(suppression: Suppression, now: string): Decision<Suppression> {
  if (!isInForce(suppression)) return { next: suppression, events: [] }
  return {
    next: { ...suppression, version: suppression.version + 1, liftedAt: now },
    events: [suppressionLifted.happened({ reason: suppression.reason })],
  }
}
