import { cnpj, cpf } from 'cpf-cnpj-validator'

const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/i
const phone = /\+55[ -]?\(?\d{2}\)?[ -]?9?\d{4}[ -]?\d{4}|\(\d{2}\) ?9?\d{4}-?\d{4}/
const cep = /\b\d{5}-\d{3}\b/
const elevenOrMore =
  /(?<![\w.-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\w.-])|(?<![\w.-])\d{2}\.?\d{3}\.?\d{3}\/?\d{4}-?\d{2}(?![\w.-])/g

/** Who and where the people of the tests' orders and mails are. */
const people =
  /Joana Prado|Maria Souza|Rita |Cliente Número|Compra \d|Rua das Acácias|Avenida Paulista|Vila Nova|Bela Vista|João da Silva/

/**
 * What of a person a log line tells: addresses, telephone numbers, documents, names. Written apart from the redaction
 * that it judges.
 */
export function personalDataIn(line: string): string[] {
  const documents = (line.match(elevenOrMore) ?? []).filter((one) => cpf.isValid(one) || cnpj.isValid(one))
  const others = [email, phone, cep, people].flatMap((pattern) => pattern.exec(line)?.[0] ?? [])
  return [...documents, ...others]
}
