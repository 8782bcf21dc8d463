import { type OrderCorrection, OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { derivedId } from '../../../shared/ids.ts'
import { isSameJson, valueAt, withValueAt } from '../../../shared/object-path.ts'
import type { Check, Correction } from './check.ts'
import { checks } from './check-register.ts'
import { type SettingsByCheck, settingOf } from './check-settings.ts'

type Change = OrderCorrection['changes'][number]

/** A correction of one check, for an order as it is. */
export interface Proposal {
  readonly correctionId: string
  readonly check: string
  readonly changes: Change[]
}

/**
 * The first correction that a check is certain of and that the store lets it make; the next one is proposed for the
 * content that comes of it. Nothing that was corrected before is proposed again, be it undone or not, thus two checks
 * that do not agree come to an end.
 */
export function proposeCorrection(order: OrderSnapshot, settings: SettingsByCheck): Proposal | undefined {
  if (order.status !== 'placed') return undefined
  for (const check of checks) {
    const { mode, autoCorrect } = settingOf(check, settings)
    if (mode === 'off' || mode === 'shadow' || !autoCorrect || check.correct === undefined) continue
    const changes = check
      .correct(order)
      .filter((change) => isDue(change, check, order))
      .map(toChange)
    if (changes.length > 0 && isStillValidOrder(order, changes))
      return {
        correctionId: derivedId('cor', order.id, check.code, JSON.stringify(changes)),
        check: check.code,
        changes,
      }
  }
  return undefined
}

/** True when a change is about what the order says, makes a difference, and was not made before. */
function isDue({ path, before, after }: Correction, { code }: Check, order: OrderSnapshot): boolean {
  if (!isSameJson(valueAt(order, path), before) || isSameJson(before, after)) return false
  const made = (order.corrections ?? [])
    .filter(({ check }) => check === code)
    .flatMap(({ changes }) => changes)
  return !made.some(
    (one) => one.path === path && isSameJson(one.before, before) && isSameJson(one.after, after),
  )
}

const toChange = ({ path, before, after }: Correction): Change => ({
  path,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
})

/** A correction that would be refused would leave the order waiting for it. */
const isStillValidOrder = (order: OrderSnapshot, changes: readonly Change[]): boolean =>
  OrderSnapshot.safeParse(changes.reduce((so, { path, after }) => withValueAt(so, path, after), order))
    .success
