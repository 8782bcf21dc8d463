import type { Mapped } from '../../canonical/canonical.ts'
import { at, listAt, textAt } from '../../canonical/exact-json.ts'
import { cleanTextAt, idAt, mapping, moneyReaderOf, unmappable } from '../../canonical/mapping.ts'
import { instantAt } from '../../canonical/reading.ts'

/**
 * Maps a refund (`GET /orders/{id}/refunds/{refund}`). It names no currency: that is the order's. Its order is known
 * by its link when it is not given. WooCommerce does not say whether goods came back.
 */
export const mapRefund = (payload: unknown, currency: string, orderExternalId?: string): Mapped =>
  mapping((report) => {
    const refund = at(payload)
    const money = moneyReaderOf(currency, report)
    const date = instantAt(refund, report, '', 'date_created_gmt', 'date_created')
    const externalId = orderExternalId ?? orderOf(refund)
    if (date === undefined || externalId === undefined) throw unmappable('date_created_gmt and an order')
    return [
      {
        kind: 'refund',
        externalId,
        updatedAt: date,
        refund: {
          externalId: idAt(refund, 'id'),
          amount: Math.abs(money.need(textAt(refund, 'amount'), 'amount')),
          at: date,
          reason: cleanTextAt(refund, 300, 'reason'),
          returnsGoods: false,
        },
      },
    ]
  })

const orderOf = (refund: unknown): string | undefined =>
  /\/orders\/(\d+)$/.exec(textAt(listAt(refund, '_links', 'up')[0], 'href') ?? '')?.[1]
