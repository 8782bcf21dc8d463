import type { EmailCategory, EmailUrgency } from '../../../events/email/email-categories.ts'
import { foldText } from './fold-text.ts'

/** Courts and consumer protection offices, fraud, danger and deadlines, in the three languages. */
const urgentPatterns: readonly RegExp[] = [
  /\b(?:procon|reclame aqui|juizado|justica|processar|acao judicial|advogad[oa]|consumidor gov|defensoria|denuncia\w*|boletim de ocorrencia)\b/,
  /\b(?:abogad[oa]|juicio|denuncia|demanda judicial|defensa del consumidor|profeco|sernac|indecopi)\b/,
  /\b(?:lawyer|attorney|sue|legal action|small claims|chargeback|trading standards|ombudsman|police)\b/,
  /\b(?:golpe|fraude|clonad[oa]|estafa|fraud|scam|stolen card|sem autorizacao|sin autorizacion)\b/,
  /\b(?:choque|faisca\w*|pegou fogo|incendio|explodi\w+|queimadura|machuc\w+|alergi\w+|hospital|intoxic\w+|descarga electrica|chispas|quemadura|fire|smoke|sparks|electric shock|burn(?:ed|t)|injur\w+|allerg\w+)\b/,
  /\b(?:urgente|urgencia|urgent(?:ly)?|o quanto antes|imediat\w+|inmediat\w+|asap|immediately|ate (?:amanha|sexta|sabado)|antes de (?:amanha|sexta|sabado)|para (?:amanha|manana)|by tomorrow)\b/,
]

/** Phrases of customers who waited or asked before: several of them make a mail urgent. */
const impatientPatterns =
  /\b(?:absurdo|descaso|vergonha|falta de respeito|terceira vez|quarta vez|ninguem responde|cansad[oa]|indignad[oa]|ultima vez|exijo|verguenza|hart[oa]|tercera vez|cuarta vez|nadie (?:responde|contesta)|exijo|unacceptable|ridiculous|third time|fourth time|nobody (?:answers|replies)|disgrace\w*|fed up)\b/g

/** The fewest letters at which capitals are a tone and not an abbreviation. */
const fewestLetters = 20

/** The urgency of a mail, by its phrases and its tone; praise and unspecific mail can wait. */
export function urgencyOf(text: string, category: EmailCategory): EmailUrgency {
  const folded = foldText(text)
  if (urgentPatterns.some((pattern) => pattern.test(folded))) return 'high'
  const raised =
    (folded.match(impatientPatterns)?.length ?? 0) + (isShouting(text) ? 1 : 0) + (/!{2,}/.test(text) ? 1 : 0)
  if (raised >= 2) return 'high'
  return category === 'praise' || category === 'other' ? 'low' : 'normal'
}

function isShouting(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? []
  const capitals = text.match(/\p{Lu}/gu) ?? []
  return letters.length >= fewestLetters && capitals.length / letters.length > 0.7
}
