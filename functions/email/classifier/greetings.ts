/** The end of a word, in any alphabet. */
const edge = '(?![\\p{L}\\p{N}])'
/** What precedes a greeting: the start, the end of a line or sentence, or the comma of another greeting. */
const start = '(?<=^|[\\n.,;:!?¿¡]\\s*)'

const anywhere = [
  'oi+e?',
  'ol[aá]',
  'al[oô]',
  'bom dia',
  'boa (?:tarde|noite)',
  'hola',
  'buen(?:os)? d[ií]as?',
  'buenas(?: (?:tardes|noches))?',
  'hi',
  'hello',
  'hey',
  'good (?:morning|afternoon|evening)',
].join('|')

/** Within a sentence these have a meaning: "chegou tudo bem". */
const asSentence = [
  'tudo b(?:em|om)(?: com (?:voc[eê]s?|vcs?))?(?=\\s*(?:[?!.,\\n]|$))',
  'tudo (?:certo|j[oó]ia|ok)(?: com (?:voc[eê]s?|vcs?))?(?=\\s*\\?)',
  'como vai(?: voc[eê])?(?=\\s*\\?)',
  'qu[eé] tal(?=\\s*\\?)',
  'c[oó]mo est[aá](?:s|n)?(?=\\s*\\?)',
  'how are you(?: (?:doing|today))?(?=\\s*\\?)',
].join('|')

const greetings = new RegExp(`${start}(?:(?:${anywhere})${edge}|(?:${asSentence}))[\\s,.!?¿¡]*`, 'giu')

/** Removes greetings from a text: they sound like praise, and tell nothing about the topic. */
export function withoutGreetings(text: string): string {
  let [before, rest] = ['', text]
  // Removing a greeting may put another at the start.
  while (rest !== before) [before, rest] = [rest, rest.replace(greetings, '')]
  return rest
}
