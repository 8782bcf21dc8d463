import fc from 'fast-check'
import { emailLanguages } from '../../../events/email/email-categories.ts'
import { escapeHtml, headerText } from '../../../functions/email/mails/content/mail-content.ts'
import { orderAccepted, orderNeedsCorrection } from '../../../functions/email/mails/content/order-mails.ts'
import { textOf, textsByLanguage } from '../../../functions/email/mails/content/texts.ts'

const about = (...fields: string[]) =>
  fields.map((field) => ({ field, expected: 'right', received: '529.982.247-26' }))

describe('the mail about an accepted order', () => {
  it('is in pt-BR, as text and HTML, with the number in the subject', () => {
    const { subject, text, html } = orderAccepted({ externalId: '1001', customerName: 'Maria Souza' })
    expect(subject).toBe('Pedido 1001 recebido e conferido')
    expect(text).toBe(
      [
        'Olá, Maria!',
        'Recebemos o seu pedido 1001, conferimos os dados e está tudo certo. Avisaremos quando ele for enviado.',
        'Se precisar de algo, responda a este e-mail e mantenha o número do pedido no assunto.',
        '-- \nMensagem automática sobre o pedido 1001.\n',
      ].join('\n\n'),
    )
    expect(html).toContain('<html lang="pt-BR">')
    expect(html).toContain('<p>Olá, Maria!</p>')
  })

  it('is in English when requested', () => {
    const { subject, html } = orderAccepted({ externalId: '1001', customerName: 'Maria' }, 'en')
    expect(subject).toBe('Order 1001 received and checked')
    expect(html).toContain('<html lang="en">')
  })

  it.each(['http://golpe.example', 'Ganhe! www.golpe.example', '<b>x</b>', '', '123', 'a'.repeat(60)])(
    'does not greet by the name %p',
    (customerName) => {
      expect(orderAccepted({ externalId: '1001', customerName }).text).toMatch(/^Olá!\n/)
    },
  )
})

describe('the mail about an order that needs correction', () => {
  it('names each field once, and never its value', () => {
    const evidence = about(
      'customer.document',
      'shippingAddress.cep',
      'billingAddress.uf',
      'shippingAddress.cep',
    )
    const { subject, text, html } = orderNeedsCorrection({
      externalId: '1001',
      customerName: 'José da Silva',
      evidence,
    })
    expect(subject).toBe('Pedido 1001: precisamos que você corrija alguns dados')
    expect(text).toContain(
      '\n\n- CPF ou CNPJ\n- CEP do endereço de entrega\n- Estado (UF) do endereço de cobrança\n\n',
    )
    expect(html).toContain('<li>CEP do endereço de entrega</li>')
    expect(text + html).not.toContain('529')
  })

  it.each([[], about('lines[0].sku'), about('constructor'), about('customer.__proto__')])(
    'names a generic field when there is no label (%j)',
    (...evidence) => {
      const { text } = orderNeedsCorrection({ externalId: '1001', customerName: 'José', evidence })
      expect(text).toContain('\n\n- Dados do cadastro\n\n')
    },
  )
})

describe('text of customers and channels', () => {
  it('is on one line in the subject', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (externalId) => {
        const { subject } = orderAccepted({ externalId, customerName: 'Maria' })
        expect(subject).not.toMatch(/[\r\n\p{Cc}\u2028\u2029\p{Cs}]/u)
        expect(headerText(`${externalId}\r\nBcc: eve@example.com`)).not.toMatch(/[\r\n]/)
      }),
    )
  })

  it('is escaped in the HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>&"\'ab/= ;') }), (written) => {
        const { html } = orderAccepted({ externalId: written, customerName: written })
        const plain = orderAccepted({ externalId: 'x', customerName: 'x' })
        const tags = (page: string) => page.match(/<[^>]*>/g)
        expect(tags(html)).toEqual(tags(plain.html))
        expect(escapeHtml(written)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/)
      }),
    )
  })
})

describe('the message catalogue', () => {
  it('has the same placeholders in every language', () => {
    const named = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
    const { pt, ...others } = textsByLanguage
    for (const [key, text] of Object.entries(pt))
      for (const texts of Object.values(others)) {
        const other = texts[key as keyof typeof texts]
        expect([key, named(String(other))]).toEqual([key, named(String(text))])
      }
  })

  it('fills in values as they are', () => {
    for (const language of emailLanguages) {
      expect(textOf(language, 'order-accepted.subject', { order: '$& {order}' })).toContain('$& {order}')
    }
  })
})
