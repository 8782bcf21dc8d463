/** Names of fields whose values are never logged, at any depth. */
const personal = new Set(
  [
    'name',
    'email',
    'phone',
    'documents',
    'emails',
    'phones',
    'identity',
    'person',
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
    'reply',
    'sender',
    'subject',
    'text',
    'excerpt',
    'html',
    'body',
    'snapshot',
    'state',
    'authorization',
    'cookie',
    'token',
    'accessToken',
    'refreshToken',
    'idToken',
    'secret',
    'clientSecret',
    'password',
    'apiKey',
    'sourceIp',
    'signature',
    'evidence',
    'before',
    'after',
  ].map((field) => field.toLowerCase()),
)

/** A pattern of personal data. The hint is cheap, and excludes nearly all text. */
interface Shape {
  /** Matches wherever the pattern does, and seldom elsewhere. */
  readonly hint: RegExp
  /** Compiled when a hint matches for the first time: Unicode classes are slow at a cold start. */
  readonly whole: () => RegExp
}

function shape(hint: RegExp, whole: () => RegExp): Shape {
  let made: RegExp | undefined
  return { hint, whole: () => (made ??= whole()) }
}

/** A pattern without a letter or digit on either side, so that ids and sequence numbers are not matched. */
const alone = (hint: RegExp, text: string, flags = ''): Shape =>
  shape(hint, () => new RegExp(`(?<![\\p{L}\\p{N}])${text}(?![\\p{L}\\p{N}])`, `gu${flags}`))

/** Eight digits with usual separators. */
const digits = /(?:\d\D{0,4}){8}/

/** Patterns of personal data in free text, in the spellings of people, channels and machines. */
const shapes: readonly Shape[] = [
  // E-mail addresses, matched from the start of a word only: a long word is scanned once.
  shape(/@/, () => /(?<![^\s"<>@,;:()])[^\s"<>@,;:()]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu),
  // Bearer tokens (JWT).
  shape(/ey[\w-]/, () => /(?<![\p{L}\p{N}])ey[\w-]+\.[\w-]+\.[\w-]*/gu),
  // CNPJ, with or without letters and punctuation.
  alone(/\/.{4}-?\d{2}/, '[0-9A-Z]{2}\\.?[0-9A-Z]{3}\\.?[0-9A-Z]{3}/[0-9A-Z]{4}-?\\d{2}', 'i'),
  alone(/[0-9A-Z]{12}\d{2}/, '[0-9A-Z]{12}\\d{2}'),
  // CPF.
  alone(digits, '\\d{3}[.\\s]?\\d{3}[.\\s]?\\d{3}[-./\\s]?\\d{2}'),
  // Brazilian phone numbers, then international ones.
  alone(digits, '\\+?(?:55[\\s.-]?)?\\(?\\d{2}\\)?[\\s.-]?(?:9[\\s.]?)?\\d{4}[\\s.-]?\\d{4}'),
  alone(digits, '\\+\\d(?:[\\s().-]{0,2}\\d){7,14}'),
  // CEP.
  alone(digits, '\\d{2}\\.?\\d{3}-\\d{3}'),
]

const hidden = '[redacted]'

/** Hides personal data inside free text. */
function redactText(text: string): string {
  return shapes.reduce(
    (clean, { hint, whole }) => (hint.test(clean) ? clean.replace(whole(), hidden) : clean),
    text,
  )
}

/** A copy of a value for a log: personal fields are hidden by name, personal data in text by pattern. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > 6) return '[deep]'
  if (value instanceof Error) return redactError(value, depth)
  if (Array.isArray(value)) return value.slice(0, 50).map((entry) => redact(entry, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([field, entry]) => [
      redactText(field),
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
