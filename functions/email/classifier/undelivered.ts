import { foldText } from './fold-text.ts'

/** The status of an order, as in its events. */
export type OrderStatus = 'placed' | 'packed' | 'dispatched' | 'delivered' | 'returned' | 'cancelled'

/** The carrier says delivered, or the parcel will not come any more. */
const claimsDelivered =
  /\b(?:(?:como|consta|aparece|status|diz|dizem|disseram|marcad[oa]|dado como|figura|dicen|escrito) (?:que )?(?:\S+ ){0,3}(?:entreg(?:ue|ado|aram|uei)|recebi|finalizado)|(?:says|marked|shows?|shown|status) (?:\S+ ){0,2}delivered|extraviad[oa]|perdid[oa]|roubad[oa]|robaron|lost in transit|stolen|endereco errado|otra direccion|wrong address|voltou para o remetente|devuelto al remitente|returned to sender)\b/

/**
 * Whether a missing parcel is `late` or `not-received`. The order decides, as customers use the same words for both.
 * Without a known or final status, the mail may mention that the carrier marked it as delivered.
 */
export function undeliveredCategory(text: string, order: OrderStatus | undefined): 'late' | 'not-received' {
  if (order === 'delivered' || order === 'returned') return 'not-received'
  if (order === 'placed' || order === 'packed') return 'late'
  return claimsDelivered.test(foldText(text)) ? 'not-received' : 'late'
}
