/** A CPF or CNPJ without its punctuation, in capitals. */
export const stripPunctuation = (document: string): string => document.replace(/[\s./-]/g, '').toUpperCase()

/** Which of the two a document means to be: up to 11 digits a CPF, anything longer or with letters a CNPJ. */
export const documentKind = (document: string): 'cpf' | 'cnpj' =>
  /^\d{0,11}$/.test(stripPunctuation(document)) ? 'cpf' : 'cnpj'
