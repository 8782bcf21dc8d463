/** As much of a mail as is read: what it is about stands in its beginning, and the time per mail stays bounded. */
const mostCharacters = 2000

/**
 * A text as the classifier reads it: lower case, without accents, links, addresses and numbers made one sign each,
 * and nothing but words and `! ?` between single spaces.
 */
export const foldText = (text: string): string =>
  text
    .slice(0, mostCharacters)
    .toLowerCase()
    .replace(/\b(?:https?:\/\/|www\.)\S+/g, ' link ')
    .replace(/\S+@\S+/g, ' address ')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/\d[\d.,/:-]*/g, ' 0 ')
    .replace(/[^\p{L}\d!?]+/gu, ' ')
    .replace(/([!?])[!? ]*/g, ' $1 ')
    .replace(/ {2,}/g, ' ')
    .trim()
