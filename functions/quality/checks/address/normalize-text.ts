/** Trims a text and reduces each run of spaces to one space. */
export const collapseSpaces = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/**
 * Writes the name of a street, district or city in Portuguese title case, if it came all in capitals or all in small
 * letters. Leaves uncertain words unchanged: possible abbreviations and words with digits.
 */
export function properCase(text: string): string {
  const isUpperCase = text === text.toUpperCase()
  if (!isUpperCase && text !== text.toLowerCase()) return text
  const words = text.split(/([ -])/u)
  // In small letters, an abbreviation looks like any other word.
  if (!isUpperCase && words.some((word) => /^\p{L}{2,}$/u.test(word) && !hasVowel(word) && !isRoman(word)))
    return text
  return words
    .map((word, n) => (isUpperCase && mayBeAcronym(word) ? word : applyCase(word, n === 0)))
    .join('')
}

const particles = new Set(['de', 'da', 'do', 'das', 'dos', 'e'])
/** Words of up to three letters that are not abbreviations. */
const shortWords = new Set(
  'rua são sao boa bom sol sul mar rio dom luz paz rei céu ceu mãe vai pau ilha via'.split(' '),
)

function applyCase(word: string, isFirst: boolean): string {
  if (!/^\p{L}[\p{L}'’.]*$/u.test(word)) return word
  const small = word.toLowerCase()
  if (particles.has(small)) return isFirst ? capitalised(small) : small
  if (isRoman(word)) return word.toUpperCase()
  const [, apart = '', rest = small] = /^(d['’])(.+)$/u.exec(small) ?? []
  return apart + capitalised(rest)
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const hasVowel = (word: string): boolean => /[aeiouyáàâãéêíóôõúü]/iu.test(word)

const isRoman = (word: string): boolean => /^(?:x{0,3})(?:ix|iv|v?i{0,3})$/i.test(word)

/** True for capitals that may be an acronym, such as `CPA` or `QNM`. */
function mayBeAcronym(word: string): boolean {
  const small = word.toLowerCase()
  const isWord = particles.has(small) || shortWords.has(small)
  return /^\p{L}+$/u.test(word) && !isWord && (word.length <= 3 || !hasVowel(word))
}
