import { type OrderCorrection, OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { derivedId } from '../../../shared/ids.ts'
import { isSameJson, valueAt, withValueAt } from '../../../shared/object-path.ts'
import type { Check, Correction } from './check.ts'
import { checks } from './check-register.ts'
import { type SettingsByCheck, settingOf } from './check-settings.ts'

type Change = OrderCorrection['changes'][number]

/** A correction by one check, for the current content of an order. */
export interface Proposal {
  readonly correctionId: string
  readonly check: string
  readonly changes: Change[]
}

/**
 * The first certain correction that the store allows; the next one is proposed for the corrected content. A value that
 * was corrected before is never corrected again, even if the correction was undone, so two conflicting checks cannot
 * loop.
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

/** True when the correction matches the order's value, changes it, and was not made before. */
function isDue({ path, before, after }: Correction, { code }: Check, order: OrderSnapshot): boolean {
  if (!isSameJson(valueAt(order, path), before) || isSameJson(before, after)) return false
  const earlier = (order.corrections ?? [])
    .filter(({ check }) => check === code)
    .flatMap(({ changes }) => changes)
  return !earlier.some(
    (one) => one.path === path && isSameJson(one.before, before) && isSameJson(one.after, after),
  )
}

const toChange = ({ path, before, after }: Correction): Change => ({
  path,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
})

/** Excludes a correction that the order would reject: the order would wait for it forever. */
const isStillValidOrder = (order: OrderSnapshot, changes: readonly Change[]): boolean =>
  OrderSnapshot.safeParse(
    changes.reduce((corrected, { path, after }) => withValueAt(corrected, path, after), order),
  ).success
