import { foldText } from './fold-text.ts'

/** What an order may be, as its events say. */
export type OrderStatus = 'placed' | 'packed' | 'dispatched' | 'delivered' | 'returned' | 'cancelled'

/** The carrier's word against the customer's, or a parcel that will not come any more. */
const claimsDelivered =
  /\b(?:(?:como|consta|aparece|status|diz|dizem|disseram|marcad[oa]|dado como|figura|dicen|escrito) (?:que )?(?:\S+ ){0,3}(?:entreg(?:ue|ado|aram|uei)|recebi|finalizado)|(?:says|marked|shows?|shown|status) (?:\S+ ){0,2}delivered|extraviad[oa]|perdid[oa]|roubad[oa]|robaron|lost in transit|stolen|endereco errado|otra direccion|wrong address|voltou para o remetente|devuelto al remitente|returned to sender)\b/

/**
 * Whether what has not come is `late` or was `not-received`: the order tells, since customers say both in the same
 * words. Where the order is not known, or is still on its way, the mail may speak of the carrier's own word.
 */
export function undeliveredCategory(text: string, order: OrderStatus | undefined): 'late' | 'not-received' {
  if (order === 'delivered' || order === 'returned') return 'not-received'
  if (order === 'placed' || order === 'packed') return 'late'
  return claimsDelivered.test(foldText(text)) ? 'not-received' : 'late'
}
