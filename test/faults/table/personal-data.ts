import { cnpj, cpf } from 'cpf-cnpj-validator'

const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/i
const phone = /\+55[ -]?\(?\d{2}\)?[ -]?9?\d{4}[ -]?\d{4}|\(\d{2}\) ?9?\d{4}-?\d{4}/
const cep = /\b\d{5}-\d{3}\b/
const elevenOrMore =
  /(?<![\w.-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\w.-])|(?<![\w.-])\d{2}\.?\d{3}\.?\d{3}\/?\d{4}-?\d{2}(?![\w.-])/g

/** Names and addresses of the customers in test orders and mails. */
const people =
  /Joana Prado|Maria Souza|Rita |Cliente Número|Compra \d|Rua das Acácias|Avenida Paulista|Vila Nova|Bela Vista|João da Silva/

/**
 * Personal data in a log line: addresses, telephone numbers, documents, names. Independent of the redaction code that it
 * tests.
 */
export function personalDataIn(line: string): string[] {
  const documents = (line.match(elevenOrMore) ?? []).filter((one) => cpf.isValid(one) || cnpj.isValid(one))
  const others = [email, phone, cep, people].flatMap((pattern) => pattern.exec(line)?.[0] ?? [])
  return [...documents, ...others]
}
