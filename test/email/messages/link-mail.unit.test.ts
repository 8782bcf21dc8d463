import fc from 'fast-check'
import { mayLink, namedOrder, namesToken } from '../../../functions/email/messages/link-mail.ts'
import type { Verdicts } from '../../../functions/email/messages/mime/mail-headers.ts'

describe('namesToken', () => {
  it.each([
    'Pedido 1001',
    'pedido #1001!',
    'Pedido nº1001',
    'nº 1001.',
    '1001',
    '(1001)',
    'pedido:1001',
    'https://loja.example/pedidos/1001',
    'pedidos 1000, 1001 e 1002',
    '1001-',
    'chegou 10012 mas não 1001',
  ])('finds the number in %p', (text) => expect(namesToken(text, '1001')).toBe(true))

  it.each(['', 'Pedido 10012', '21001', 'R$ 1001,50', '1001-2', 'A-1001', '1.1001', 'x1001', '100 1'])(
    'does not find the number in %p',
    (text) => expect(namesToken(text, '1001')).toBe(false),
  )

  it('ignores case and Unicode form', () => {
    expect(namesToken('pedido ab-9/ç', 'AB-9/C\u0327')).toBe(true)
  })

  it('treats special characters literally', () => {
    for (const token of ['.*', 'a.b', '(1)', '[x]', '$1', '\\d+']) {
      expect(namesToken(`pedido ${token} ok`, token)).toBe(true)
      expect(namesToken('pedido 12345 ok', token)).toBe(false)
    }
  })

  it('finds whole tokens only', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/)
    fc.assert(
      fc.property(word, word, fc.stringMatching(/^[0-9]{1,9}$/), (before, after, number) => {
        expect(namesToken(`${before} ${number} ${after}`, number)).toBe(true)
        expect(namesToken(`${before} ${number}${after}`, number)).toBe(false)
        expect(namesToken(`${before}${number} ${after}`, number)).toBe(false)
      }),
    )
  })
})

describe('namedOrder', () => {
  const orders = [
    { orderId: 'ord_new', externalId: '1002' },
    { orderId: 'ord_old', externalId: '1001' },
    { orderId: 'ord_other', externalId: '1001' },
  ]
  it.each([
    ['by its number in the subject', ['Pedido 1001', 'oi', 'oi'], 'ord_old'],
    ['by its id', ['Oi', 'sobre ORD_NEW', ''], 'ord_new'],
    ['in the subject before the words', ['Pedido 1001', 'e o 1002?', ''], 'ord_old'],
    ['in its own words before what it quotes', ['Oi', 'e o 1001?', 'e o 1001? > Pedido 1002'], 'ord_old'],
    ['only in what it quotes', ['Oi', 'quando?', 'quando? > Pedido 1002'], 'ord_new'],
    ['of several, the newest', ['Pedidos 1001 e 1002', '', ''], 'ord_new'],
    ['of two with one number, the newest', ['1001', '', ''], 'ord_old'],
    ['not at all', ['Oi', 'quando chega?', 'quando chega?'], undefined],
  ])('%s', (_, parts, orderId) => expect(namedOrder(parts, orders)).toBe(orderId))

  it('finds none for a sender without orders', () => expect(namedOrder(['Pedido 1001'], [])).toBeUndefined())
})

describe('mayLink', () => {
  const fine: Verdicts = { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' }
  it.each([
    ['with all passed', fine, true],
    ['whose domain has no DMARC policy', { ...fine, dmarc: 'GRAY' }, true],
    ['that SES found nothing of', { ...fine, spam: 'NONE', virus: 'NONE', dmarc: 'NONE' }, true],
    ['that failed DMARC', { ...fine, dmarc: 'FAIL' }, false],
    ['that is spam', { ...fine, spam: 'FAIL' }, false],
    ['with a virus', { ...fine, virus: 'FAIL' }, false],
  ] satisfies [string, Verdicts, boolean][])('%s', (_, verdicts, may) =>
    expect(mayLink({ verdicts, defects: [] })).toBe(may),
  )

  it('rejects a doubtful sender', () => {
    expect(mayLink({ verdicts: fine, defects: ['sender-doubtful'] })).toBe(false)
    expect(mayLink({ verdicts: fine, defects: ['truncated', 'charset-guessed'] })).toBe(true)
  })
})
