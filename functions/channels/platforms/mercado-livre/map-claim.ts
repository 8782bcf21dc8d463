import type { CanonicalClaim } from '../../../../events/channels/channel-schema.ts'
import type { Mapped } from '../../canonical/canonical.ts'
import { at, listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import {
  claimFact,
  cleanTextAt,
  idAt,
  mapping,
  type ReportUnmapped,
  unmappable,
} from '../../canonical/mapping.ts'
import { instantAt } from '../../canonical/reading.ts'

const types = new Set([
  'mediations',
  'return',
  'returns',
  'fulfillment',
  'ml_case',
  'cancel_sale',
  'cancel_purchase',
  'change',
  'service',
])

/** Maps `GET /post-purchase/v1/claims/{id}`. */
export const mapClaim = (answer: unknown): Mapped =>
  mapping((report) => {
    const claim = at(answer)
    const type = textAt(claim, 'type')
    if (type === undefined || !types.has(type)) report('type', type)
    const resolution = at(claim, 'resolution')
    return [
      claimFact({
        externalId: idAt(claim, 'id'),
        kind: type === 'return' || type === 'returns' ? 'return' : 'claim',
        orderExternalId:
          textAt(claim, 'resource') === 'order' ? cleanTextAt(claim, 100, 'resource_id') : undefined,
        status: textAt(claim, 'status') === 'closed' ? 'closed' : 'open',
        reason: reasonOf(claim, report),
        type: cleanTextAt(claim, 60, 'type'),
        stage: cleanTextAt(claim, 60, 'stage'),
        reasonCode: cleanTextAt(claim, 60, 'reason_id'),
        ...timesOf(claim, report),
        dueAt: dueAtOf(claim, report),
        resolution: cleanTextAt(resolution, 100, 'reason'),
        money: textAt(resolution, 'reason') === 'payment_refunded' ? 'refunded' : undefined,
      }),
    ]
  })

/** Maps `GET /post-purchase/v2/claims/{id}/returns`; the reason is in the claim, when that was fetched too. */
export const mapReturn = (answer: unknown, claim?: unknown): Mapped =>
  mapping((report) => {
    const one = at(answer)
    const [about] = listAt(one, 'orders')
    const ended = instantAt(one, report, '', 'date_closed') !== undefined
    return [
      claimFact({
        externalId: idAt(one, 'id'),
        kind: 'return',
        orderExternalId:
          cleanTextAt(about, 100, 'order_id') ??
          (textAt(one, 'resource_type') === 'order' ? cleanTextAt(one, 100, 'resource_id') : undefined),
        status: ended || over.has(textAt(one, 'status') ?? '') ? 'closed' : 'open',
        reason: claim === undefined ? 'other' : reasonOf(at(claim), report),
        type: cleanTextAt(one, 60, 'subtype'),
        stage: cleanTextAt(one, 60, 'status'),
        reasonCode: cleanTextAt(claim, 60, 'reason_id'),
        ...timesOf(one, report),
        money: moneyOf(one, report),
      }),
    ]
  })

const over = new Set(['cancelled', 'expired', 'failed'])

function timesOf(from: Payload, report: ReportUnmapped): Pick<CanonicalClaim, 'openedAt' | 'updatedAt'> {
  const openedAt = instantAt(from, report, '', 'date_created')
  const updatedAt = instantAt(from, report, '', 'last_updated') ?? openedAt
  if (openedAt === undefined || updatedAt === undefined) throw unmappable('date_created', ['date_created'])
  return { openedAt, updatedAt }
}

/**
 * By the prefix of the reason (PNR: not received; PDD: different or defective), and by the type for
 * cancellations.
 */
function reasonOf(claim: Payload, report: ReportUnmapped): CanonicalClaim['reason'] {
  const code = textAt(claim, 'reason_id') ?? ''
  if (code.startsWith('PNR')) return 'not-received'
  if (code.startsWith('PDD')) return 'different-or-defective'
  if (textAt(claim, 'type')?.startsWith('cancel_')) return 'cancellation'
  if (!code.startsWith('CS')) report('reason_id', code)
  return 'other'
}

function moneyOf(from: Payload, report: ReportUnmapped): CanonicalClaim['money'] {
  const money = textAt(from, 'status_money')
  if (money === 'retained' || money === 'refunded' || money === 'available') return money
  if (money !== undefined) report('status_money', money)
  return undefined
}

/** The earliest deadline of the seller. */
function dueAtOf(claim: Payload, report: ReportUnmapped): string | undefined {
  return listAt(claim, 'players')
    .filter((player) => textAt(player, 'type') === 'seller' || textAt(player, 'role') === 'respondent')
    .flatMap((player) => listAt(player, 'available_actions'))
    .map((action) => instantAt(action, report, 'players.available_actions.', 'due_date'))
    .filter((due) => due !== undefined)
    .toSorted()[0]
}
