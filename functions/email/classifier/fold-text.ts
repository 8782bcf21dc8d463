/** The length that is read: the topic is at the beginning, and the time for each mail must be bounded. */
const maxCharacters = 2000

/**
 * Normalizes a text for the classifier: lower case, without accents; links, addresses and numbers become one character
 * each; only words and `! ?` remain, with single spaces.
 */
export const foldText = (text: string): string =>
  text
    .slice(0, maxCharacters)
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
