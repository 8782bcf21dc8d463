import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { fingerprint } from '../../../shared/ids.ts'
import type { Check } from './check.ts'

/** Waives one check for one order, until an instant and for the present content of the part that the check reads. */
export interface Waiver {
  /** `relevantPart` of the order when the waiver was given. */
  readonly relevant: string
  readonly expiresAt: string
}

/** Waivers, in force or not, by check code. */
export type Waivers = ReadonlyMap<string, Waiver>

/** A fingerprint of the part of an order that a check reads. */
export const relevantPart = ({ relevant }: Check, order: OrderSnapshot): string =>
  fingerprint(JSON.stringify(relevant(order) ?? null)).slice(0, 32)

/** True while a waiver is in force: it has not expired, and the relevant part of the order is unchanged. */
export const isInForce = (
  waiver: Waiver | undefined,
  check: Check,
  order: OrderSnapshot,
  now: string,
): boolean => waiver !== undefined && now < waiver.expiresAt && waiver.relevant === relevantPart(check, order)
