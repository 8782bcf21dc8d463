import fc from 'fast-check'
import { catalogue } from '../../events/catalogue.ts'
import { redact } from '../../shared/redact.ts'
import { aCnpj, aCpf, aLetteredCnpj, dotted } from '../quality/checks/samples/documents.ts'

const written = (value: unknown) => JSON.stringify(redact(value))
const redactText = (text: string) => redact(text) as string

/** Personal data as people and channels write it; all of it must be hidden. */
const shapes: readonly { what: string; text: string }[] = [
  { what: 'an e-mail address', text: 'joana.prado+loja@mail.example.com.br' },
  { what: 'an address of another script', text: 'joão@exämple.com' },
  { what: 'a CPF', text: '111.444.777-35' },
  { what: 'a CPF in digits', text: '11144477735' },
  { what: 'a CPF with spaces', text: '111 444 777 35' },
  { what: 'a CNPJ', text: '11.222.333/0001-81' },
  { what: 'a CNPJ in digits', text: '11222333000181' },
  { what: 'a CNPJ with letters', text: '12.ABC.345/01DE-35' },
  { what: 'a CNPJ with letters and no punctuation', text: '12ABC34501DE35' },
  { what: 'a CEP', text: '04567-010' },
  { what: 'a CEP with a dot', text: '04.567-010' },
  { what: 'a telephone number for machines', text: '+5511912345678' },
  { what: 'a telephone number for people', text: '(11) 91234-5678' },
  { what: 'a telephone number with spaces', text: '11 91234 5678' },
  { what: 'a telephone number of the world', text: '+55 (11) 91234-5678' },
  { what: 'a landline', text: '(11) 3123-4567' },
  { what: 'a landline in digits', text: '1131234567' },
  { what: 'a landline of the world in digits', text: '551131234567' },
  { what: 'a foreign telephone number', text: '+351 912 345 678' },
  { what: 'a token', text: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2FuYSJ9.c2ln' },
]
const around = [
  '{}',
  'customer {} is wrong',
  '"{}"',
  '<{}>',
  '({})',
  'document={};',
  'a:{},b',
  'x_{}_y',
  '/orders/{}',
]

describe('redacting text', () => {
  it.each(shapes)('hides $what in any context', ({ text }) => {
    for (const place of around) expect(redactText(place.replace('{}', text))).not.toContain(text)
    expect(redactText(`customer ${text} is wrong`)).toBe('customer [redacted] is wrong')
  })

  it.each([
    'the check cep-uf failed at version 12',
    'expected 128 KB, received 131073',
    '2026-11-24T12:00:00.000Z',
    'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j.3.0',
    '6f1c2f6e-9b7a-4c1d-8e55-112233445566',
    'JKJaXmPLvHcESHA=',
    'S#loja-azul#ORDERS#placed',
    'arn:aws:sqs:us-east-1:000000000000:orders-dead-letters',
    'at run (/var/task/node_modules/@middy/core/index.js:191:26)',
    'R$ 1.234,56',
  ])('keeps text without personal data: %s', (text) => {
    expect(redactText(text)).toBe(text)
  })

  it('lets no CPF, CNPJ, e-mail address or telephone number through', () => {
    const digits = (length: number) =>
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
        .map((all) => all.join(''))
    const ddd = fc.integer({ min: 11, max: 99 }).map(String)
    const phone = fc
      .record({ country: fc.constantFrom('', '+55', '+55 ', '55'), ddd, nine: fc.constantFrom('', '9') })
      .chain(({ country, ddd: area, nine }) =>
        fc
          .tuple(digits(4), digits(4), fc.constantFrom('', '-', ' '), fc.constantFrom('()', '', ' '))
          .map(([a, b, dash, style]) => {
            const head = style === '()' ? `(${area}) ` : `${area}${style}`
            return `${country}${head}${nine}${a}${dash}${b}`
          }),
      )
    const personal = fc.oneof(
      aCpf,
      aCpf.map(dotted),
      aCnpj,
      aCnpj.map(dotted),
      aLetteredCnpj,
      aLetteredCnpj.map(dotted),
      fc.emailAddress({ size: 'small' }),
      phone,
    )
    fc.assert(
      fc.property(personal, fc.constantFrom(...around), (secret, place) => {
        expect(redactText(place.replace('{}', () => secret))).not.toContain(secret)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('redacting a long text', () => {
  it('takes linear time', () => {
    // A scan from each position would take ten thousand million steps, which is minutes.
    expect(redactText('a'.repeat(200_000))).toHaveLength(200_000)
  })
})

describe('redacting fields', () => {
  it.each([
    'name',
    'Name',
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
    'reply',
    'sender',
    'subject',
    'text',
    'html',
    'body',
    'snapshot',
    'state',
    'authorization',
    'Authorization',
    'cookie',
    'token',
    'accessToken',
    'clientSecret',
    'password',
    'secret',
    'signature',
    'evidence',
    'before',
    'after',
    'sourceIp',
  ])('hides %s at any depth and with any value', (field) => {
    for (const value of ['Zeta', ['Zeta'], { inner: 'Zeta' }])
      expect(written({ a: [{ [field]: value }], [field]: value })).not.toContain('Zeta')
  })

  it('hides personal data in the names of fields too', () => {
    expect(written({ 'joana@example.com': 1 })).not.toContain('joana')
  })

  it('keeps the technical fields of a log', () => {
    const fields = { slice: 'orders', tries: 3, permanent: true, codes: ['a'], nothing: null }
    expect(redact(fields)).toEqual(fields)
  })

  it('shows the name, message and causes of an error without personal data', () => {
    const cause = new TypeError('no CPF 111.444.777-35')
    const error = new Error('mail to joana@example.com failed', { cause })
    const shown = redact({ error }) as { error: Record<string, unknown> }
    expect(shown.error).toMatchObject({
      type: 'Error',
      reason: 'mail to [redacted] failed',
      cause: { type: 'TypeError', reason: 'no CPF [redacted]' },
    })
    expect(JSON.stringify(shown)).not.toMatch(/joana|111\.444/)
  })

  it('limits deep, long and circular values', () => {
    const round: Record<string, unknown> = { a: 1 }
    round['self'] = round
    expect(written(round)).toContain('[deep]')
    expect((redact(Array.from({ length: 1000 }, (_, n) => n)) as unknown[]).length).toBeLessThan(100)
  })

  it('hides all personal data in every event of the suite', () => {
    for (const { type, example } of catalogue.values()) {
      const line = written({ event: example })
      for (const secret of [
        'Maria',
        'Souza',
        'maria@',
        '529.982',
        '98765',
        'Paulista',
        '01310',
        'Quando chega',
      ])
        expect({ type, secret, there: line.includes(secret) }).toEqual({
          type,
          secret,
          there: false,
        })
    }
  })
})
