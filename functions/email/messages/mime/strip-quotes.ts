import EmailReplyParser from 'email-reply-parser'

/**
 * Limits of the text for the reply parser: the time of some of its patterns grows with the cube of the text (20,000
 * crafted characters take six seconds, these less than half a second).
 */
const maxCharacters = 6000
const longestLine = 1000

/** An attribution above a quote: `Em ter., 24 de nov. de 2026 às 12:00, Loja <loja@x> escreveu:` and similar. */
const datedAttribution =
  /^(?:(?:em|el|on|le|am|il)\b.{0,300}\b(?:escreveu|escribió|wrote|écrit|schrieb|scritto)(?:\s*:?|\s.{0,200}:)|\d{4}[-/]\d{1,2}[-/]\d{1,2}\b.{0,300}<[^<>]{0,250}@[^<>]{0,250}>\s*:?)$/i
/** The same without a date: `Loja <loja@x> escreveu:`. */
const namedAttribution = /^[^<]{0,200}<[^<>]{0,250}@[^<>]{0,250}>\s*(?:escreveu|escribió|wrote)\s*:$/i
/** `-----Mensagem original-----`, `--- Mensaje original ---`, `Mensagem encaminhada`. */
const separator =
  /^[-_*\s]*(?:mensage[mn] original|mensaje original|mensagem encaminhada|mensaje reenviado|original message|forwarded message)[-_*\s:]*$/i
/** The header block that Outlook writes above a quote, in Portuguese, Spanish and English. */
const blockStart = /^\*?(?:de|from)\*?\s*:/i
const blockLine =
  /^\*?(?:enviad[oa](?: em| el)?|data|fecha|sent|date|para|to|assunto|asunto|subject|cc)\*?\s*:/i

/** Lines of dashes or underscores that remain above a removed quote. */
const rulesAtEnd = /(?:\n[-_*=]{5,}[ \t]*)+\s*$/

/**
 * A mail's text without quotes and signature; the whole text when nothing else is left. Answers between quoted lines
 * stay.
 */
export function stripQuotes(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const own = lines.slice(0, startOfUnmarkedQuote(lines))
  const top = own.join('\n').replace(/\n{3,}/g, '\n\n')
  const parsable = top.length <= maxCharacters && own.every((line) => line.length <= longestLine)
  const reply = parsable
    ? new EmailReplyParser().parseReply(top)
    : own.filter((line) => !line.startsWith('>')).join('\n')
  return reply.replace(rulesAtEnd, '').trim() || text.trim()
}

/** The line at which an unmarked quote begins; the number of lines when there is none. */
function startOfUnmarkedQuote(lines: readonly string[]): number {
  const at = lines.findIndex((line, n) => {
    const trimmed = line.trim()
    if (separator.test(trimmed)) return true
    if (blockStart.test(trimmed)) {
      const following = lines.slice(n + 1, n + 6).filter((next) => blockLine.test(next.trim()))
      return following.length >= 2
    }
    return isAttribution(lines, n) && !startsMarked(lines, n)
  })
  return at === -1 ? lines.length : at
}

/** Whether an attribution begins at a line; mail programs break it over up to three lines. */
const isAttribution = (lines: readonly string[], n: number): boolean =>
  [1, 2, 3].some((count) => {
    const above = joined(lines, n, count)
    return datedAttribution.test(above) || (lines[n]?.includes('<') === true && namedAttribution.test(above))
  })

const joined = (lines: readonly string[], n: number, count: number): string =>
  lines
    .slice(n, n + count)
    .map((line) => line.trim().slice(0, longestLine))
    .join(' ')

/**
 * Whether the text after an attribution is marked with `>`: then the reply parser handles it, and answers in between.
 */
const startsMarked = (lines: readonly string[], n: number): boolean =>
  lines
    .slice(n + 1, n + 8)
    .find((line) => line.trim() !== '' && !/:\s*$/.test(line))
    ?.trimStart()
    .startsWith('>') === true
