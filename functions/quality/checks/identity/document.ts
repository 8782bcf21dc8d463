/** A CPF or CNPJ without punctuation, in capitals. */
export const stripPunctuation = (document: string): string => document.replace(/[\s./-]/g, '').toUpperCase()

/** The kind of a document: up to 11 digits a CPF, anything longer or with letters a CNPJ. */
export const documentKind = (document: string): 'cpf' | 'cnpj' =>
  /^\d{0,11}$/.test(stripPunctuation(document)) ? 'cpf' : 'cnpj'
