/** Names of fields whose values never reach a log, wherever they stand in an object. */
const personal = new Set(
  [
    'name',
    'email',
    'phone',
    'document',
    'payerDocument',
    'cpf',
    'cnpj',
    'recipient',
    'customer',
    'street',
    'number',
    'complement',
    'district',
    'city',
    'cep',
    'shippingAddress',
    'billingAddress',
    'address',
    'from',
    'to',
    'cc',
    'replyTo',
    'subject',
    'text',
    'html',
    'body',
    'snapshot',
    'state',
    'authorization',
    'cookie',
    'token',
    'secret',
    'signature',
    'evidence',
    'before',
    'after',
  ].map((field) => field.toLowerCase()),
)

/** Shapes of personal data inside free text: e-mail addresses, CPF, CNPJ, CEP, telephone numbers, bearer tokens. */
const patterns: readonly RegExp[] = [
  /[^\s"'<>@,;:()]+@[^\s"'<>@,;:()]+\.[^\s"'<>@,;:()]+/g,
  /\bey[\w-]+\.[\w-]+\.[\w-]*/g,
  /\b[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}\/[0-9A-Z]{4}-?\d{2}\b/gi,
  /\b\d{3}\.?\d{3}\.?\d{3}-?\d{2}\b/g,
  /\b\d{5}-\d{3}\b/g,
  /\+?\b(?:55\s?)?\(?\d{2}\)?\s?9?\d{4}-\d{4}\b/g,
]

const hidden = '[redacted]'

/** Hides personal data inside free text. */
function redactText(text: string): string {
  return patterns.reduce((clean, pattern) => clean.replace(pattern, hidden), text)
}

/** A copy of a value that is fit for a log: personal fields hidden by name, personal data in text hidden by shape. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > 6) return '[deep]'
  if (value instanceof Error) return redactError(value, depth)
  if (Array.isArray(value)) return value.slice(0, 50).map((entry) => redact(entry, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([field, entry]) => [
      field,
      personal.has(field.toLowerCase()) ? hidden : redact(entry, depth + 1),
    ]),
  )
}

function redactError(error: Error, depth: number): unknown {
  return {
    type: error.name,
    reason: redactText(error.message),
    stack: redactText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  }
}
