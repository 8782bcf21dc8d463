/** Ends a word, whatever letters it is of. */
const edge = '(?![\\p{L}\\p{N}])'
/** What a greeting stands after: the beginning, the end of a line or sentence, or another greeting's comma. */
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

/** In the midst of a sentence these say something: "chegou tudo bem". */
const asSentence = [
  'tudo b(?:em|om)(?: com (?:voc[eê]s?|vcs?))?(?=\\s*(?:[?!.,\\n]|$))',
  'tudo (?:certo|j[oó]ia|ok)(?: com (?:voc[eê]s?|vcs?))?(?=\\s*\\?)',
  'como vai(?: voc[eê])?(?=\\s*\\?)',
  'qu[eé] tal(?=\\s*\\?)',
  'c[oó]mo est[aá](?:s|n)?(?=\\s*\\?)',
  'how are you(?: (?:doing|today))?(?=\\s*\\?)',
].join('|')

const greetings = new RegExp(`${start}(?:(?:${anywhere})${edge}|(?:${asSentence}))[\\s,.!?¿¡]*`, 'giu')

/** A text without what people greet by: it sounds friendly, and says nothing of what they write about. */
export function withoutGreetings(text: string): string {
  let [before, rest] = ['', text]
  // One greeting gone, the next stands at the beginning.
  while (rest !== before) [before, rest] = [rest, rest.replace(greetings, '')]
  return rest
}
