import { stripQuotes } from '../../../functions/email/messages/mime/strip-quotes.ts'

const own = 'Meu CEP certo é 01310-200.\nObrigada'

describe('a reply without quotes', () => {
  it.each([
    [
      'Gmail in Portuguese',
      'Em ter., 24 de nov. de 2026 às 12:00, Loja Azul <loja@x.com> escreveu:\n\n> Pedido 1001\n> x',
    ],
    [
      'Gmail in Portuguese, broken',
      'Em ter., 24 de nov. de 2026 às 12:00, Loja Azul <\nloja@x.com> escreveu:\n\n> Pedido',
    ],
    [
      'Gmail in Portuguese, unmarked',
      'Em ter., 24 de nov. de 2026 às 12:00, Loja <l@x.com> escreveu:\n\nPedido 1001',
    ],
    ['Gmail in Spanish', 'El mar, 24 nov 2026 a las 12:00, Loja (<loja@x.com>) escribió:\n\n> Pedido 1001'],
    ['Gmail in English', 'On Tue, Nov 24, 2026 at 12:00 PM Loja <loja@x.com> wrote:\n\n> Pedido 1001'],
    [
      'Outlook in Portuguese',
      'De: Loja Azul <loja@x.com>\nEnviado: terça-feira, 24 de novembro\nPara: Maria\nAssunto: Pedido 1001\n\nOlá',
    ],
    [
      'Outlook in Portuguese, under a rule',
      '________________________________\nDe: Loja\nEnviado em: terça\nPara: Maria\nAssunto: x\n\nOlá',
    ],
    ['Outlook in Spanish', 'De: Loja\nEnviado el: martes\nPara: María\nAsunto: Pedido\n\nHola'],
    ['Outlook in bold', '*De:* Loja\n*Enviada em:* terça\n*Para:* Maria\n*Assunto:* x\n\nOlá'],
    ['an original message', '-----Mensagem original-----\nDe: Loja\nOlá'],
    ['a forwarded message', '---------- Mensagem encaminhada ----------\nDe: Loja\nOlá'],
    ['marks alone', '> Pedido 1001\n> recebido'],
  ])('%s', (_, quote) => expect(stripQuotes(`${own}\n\n${quote}`)).toBe(own))

  it('keeps answers between marked quotes', () => {
    const text =
      'Em ter., 24 de nov. de 2026, Loja <l@x.com> escreveu:\n> Qual o CEP?\n\n01310-200\n\n> E o CPF?\n\nJá mandei'
    const reply = stripQuotes(text)
    expect(reply).toContain('01310-200')
    expect(reply).toContain('Já mandei')
    expect(reply).not.toContain('Qual o CEP')
  })

  it('keeps sentences that only look like an attribution', () => {
    for (const text of [
      'Em casa ninguém escreveu nada disso',
      'De: onde vem?\nPara onde vai?',
      'On time, as I wrote',
    ]) {
      expect(stripQuotes(text)).toBe(text)
    }
  })

  it('loses the signature', () => {
    expect(stripQuotes(`${own}\n\n-- \nMaria Souza\nTel. 11 98765-4321`)).toBe(own)
  })

  it('is the whole text when nothing else is left', () => {
    expect(stripQuotes('> Pedido 1001\n> recebido\n')).toBe('> Pedido 1001\n> recebido')
    expect(stripQuotes('')).toBe('')
  })

  it('of great length loses only the marked lines', () => {
    const long = 'palavra '.repeat(2000)
    expect(stripQuotes(`${long}\n> citado\nfim`)).toBe(`${long}\nfim`)
  })
})
