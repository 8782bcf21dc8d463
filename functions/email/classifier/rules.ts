/**
 * Patterns that clearly show a category with few examples, in the three languages. The classifier learns the weight of
 * each: a rule that contradicts a store's corrections loses weight.
 */
const rules: Readonly<Record<string, RegExp>> = {
  invoice:
    /\b(?:notas? fisca(?:l|is)|nf ?e|danfe|xml da nota|cupom fiscal|facturas?|comprobante fiscal|invoices?|vat receipt|tax receipt)\b/,
  cancel:
    /\b(?:cancelar|cancela|cancelem|cancele|cancelen|cancelamento|cancelacion|anular|desist[io]\w*|arrepend\w+|cancel(?:l?ing|l?ation)?)\b/,
  'another-item':
    /\b(?:(?:veio|vieram|chegou|recebi|enviaram|mandaram)(?: \S+){0,4} (?:errad[oa]s?|trocad[oa]s?)|(?:produto|item|pedido|cor|tamanho|modelo|numero|voltagem) (?:errad[oa]|trocad[oa])|(?:producto|articulo|color|talla|modelo) (?:equivocad[oa]|errone[oa]|incorrect[oa])|equivocad[oa]s?|wrong (?:item|product|size|colou?r|model|order|one)|instead of the)\b/,
  broken:
    /\b(?:(?:nao|no|nem|parou de|deixou de|dejo de) (?:esta )?(?:funciona\w*|liga|ligou|acende|carrega|enciende|prende|carga)|com defeito|defeituos[oa]|defectuos[oa]|quebrad[oa]s?|quebrou|rachad[oa]|trincad[oa]|rot[oa]s?|roto|danad[oa]s?|danificad[oa]s?|broken|defective|faulty|cracked|stopped working|(?:does not|doesn t|won t|will not|not) (?:work\w*|turn on|charge))\b/,
  warranty:
    /\b(?:garantia|assistencia tecnica|conserto|consertar|reparo|reparar|reparacion|servicio tecnico|warranty|guarantee|repair(?:ed|s)?)\b/,
  'money-back':
    /\b(?:devol\w+|reembols\w*|estorn\w*|dinheiro de volta|reintegro|refund\w*|money back|return (?:it|this|the|label|policy)|troca(?:r)?|cambio|exchange)\b/,
  'part-missing':
    /\b(?:falt(?:a|am|ou|aram|ando|an|aron)|incomplet[oa]s?|so (?:recebi|veio|vieram|chegou|chegaram)|apenas (?:um|uma|0)|solo (?:llego|recibi|vino|llegaron)|missing|incomplete|only (?:received|got|one)|parcial\w*)\b/,
  'not-come':
    /\b(?:(?:nao|nunca|nem|ainda nao|no|aun no|todavia no|ha|me ha) (?:me )?(?:chegou|chegaram|recebi|recebemos|entregaram|foi entregue|veio|llego|llega|llegado|recibi|recibido|entregaron)|atras(?:o|ad[oa]|ou)|retras(?:o|ad[oa])|demora\w*|late|delay(?:ed)?|(?:not|never|haven t|hasn t|didn t) (?:yet )?(?:arrived?|received?|been delivered|come|get)|where is my)\b/,
  listing:
    /\b(?:(?:diferente|distint[oa]) (?:d[oa]s?|de la|del|de lo)|foto|fotos|anuncio|anunciado|descricao|descripcion|descrito|propaganda|not as described|description|listing|advertised|pictured?|photos?)\b/,
}

/** The names of the rules that match a folded text. */
export const matchingRules = (folded: string): string[] =>
  Object.entries(rules).flatMap(([name, pattern]) => (pattern.test(folded) ? [name] : []))
