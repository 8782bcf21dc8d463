import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { fingerprint } from '../../../shared/ids.ts'
import type { Check } from './check.ts'

/** That one check's word is not to keep one order: until when, and for which content of the part that it looks at. */
export interface Waiver {
  /** `relevantPart` of the order when the waiver was given. */
  readonly relevant: string
  readonly expiresAt: string
}

/** Waivers in force or not, by the code of the one check that each is about. */
export type Waivers = ReadonlyMap<string, Waiver>

/** Names the content of the part of an order that a check looks at: another content, another name. */
export const relevantPart = ({ relevant }: Check, order: OrderSnapshot): string =>
  fingerprint(JSON.stringify(relevant(order) ?? null)).slice(0, 32)

/** True while a waiver lasts: it has not expired, and the check's part of the order is as it was. */
export const isInForce = (
  waiver: Waiver | undefined,
  check: Check,
  order: OrderSnapshot,
  now: string,
): boolean => waiver !== undefined && now < waiver.expiresAt && waiver.relevant === relevantPart(check, order)
