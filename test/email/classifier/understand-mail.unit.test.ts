import { unpackModel } from '../../../functions/email/classifier/model-file.ts'
import type { CategoryModel, LanguageModel } from '../../../functions/email/classifier/models.ts'
import { trainSeed } from '../../../functions/email/classifier/seed/train-seed.ts'
import { readSeedModels } from '../../../functions/email/classifier/seed-models.file.ts'
import type { OrderStatus } from '../../../functions/email/classifier/undelivered.ts'
import { understandMail } from '../../../functions/email/classifier/understand-mail.ts'

const seedModels = readSeedModels()
const categories: CategoryModel = unpackModel(seedModels.categories)
const languages: LanguageModel = unpackModel(seedModels.languages)

const read = (text: string, orderStatus?: OrderStatus) =>
  understandMail({ text, orderStatus, usualLanguage: 'pt' }, categories, languages)

/** None of these is a seed mail. */
const mails = [
  ['late', 'pt', 'Oi, comprei um sofá e a entrega está atrasada há uma semana. Quando vai chegar?'],
  ['defective', 'pt', 'A chaleira chegou hoje e já não funciona, não esquenta a água. Veio com defeito.'],
  ['wrong-item', 'pt', 'Boa tarde, recebi o produto errado: comprei um abajur branco e veio um preto.'],
  ['partial-delivery', 'pt', 'Comprei quatro taças e só vieram três, está faltando uma.'],
  ['invoice-request', 'pt', 'Preciso da nota fiscal da compra 7781, podem me enviar por e-mail?'],
  ['cancellation', 'pt', 'Por favor, quero cancelar a compra que fiz hoje.'],
  ['return-refund', 'pt', 'Gostaria de devolver a jaqueta e receber o reembolso.'],
  ['warranty-repair', 'pt', 'A batedeira está na garantia, onde fica a assistência técnica?'],
  ['praise', 'pt', 'Chegou antes do prazo e é lindo, parabéns à loja!'],
  ['late', 'es', 'Hola, mi pedido no ha llegado y el plazo de entrega ya pasó.'],
  ['defective', 'es', 'El ventilador llegó roto y no enciende.'],
  ['invoice-request', 'es', '¿Pueden mandarme la factura de la compra de ayer?'],
  ['cancellation', 'en', 'Could you please cancel my order from this morning?'],
  ['wrong-item', 'en', 'You have sent me the wrong colour, I ordered the red one.'],
  ['praise', 'en', 'Thank you, it is beautiful and arrived early!'],
] as const

describe('classifying a mail', () => {
  it.each(mails)('finds %s (%s): %s', (category, language, text) => {
    const understood = read(text)
    expect(understood).toMatchObject({ category: { name: category }, language })
    expect(understood.category.why.length).toBeGreaterThan(0)
  })

  it('gives reasons, as words of the mail or as rules', () => {
    const { why, by } = read('Preciso da nota fiscal do meu pedido').category
    expect(by).toBe('rules')
    expect(why).toContain('rule:invoice')
    expect(why).toContain('fiscal')
  })

  it('is confident about a clear mail and unsure about a vague one', () => {
    expect(read('Quero cancelar meu pedido, por favor cancelem').category.confidence).toBeGreaterThan(0.7)
    expect(read('Segue o que combinamos').category.confidence).toBeLessThan(0.7)
  })

  it.each([
    ['pt', 'Tudo bem?'],
    ['pt', 'Oi\nBoa tarde, tudo bem com vocês?'],
    ['pt', 'Bom dia!! Tudo bom?'],
    ['es', 'Hola, ¿qué tal?'],
    ['en', 'Hi, how are you?'],
  ])('ignores a greeting (%s): %j', (language, text) =>
    expect(read(text)).toMatchObject({ category: { name: 'other', confidence: 0 }, language }),
  )

  it.each(['Pedido 1001\nTudo bem?', 'Tudo bem? Bom dia!\nSobre o pedido 77'])(
    'does not take a greeting for praise: %j',
    (text) => expect(read(text).category.name).not.toBe('praise'),
  )

  it('takes praise with a greeting for praise', () => {
    expect(read('Bom dia, tudo bem? Chegou tudo certo e é lindo, parabéns!').category.name).toBe('praise')
    expect(read('Chegou tudo bem, muito obrigado').category.name).toBe('praise')
  })

  it('decides by the order between late and not received', () => {
    const text = 'Não recebi o meu pedido'
    expect(read(text, 'dispatched').category.name).toBe('late')
    expect(read(text, 'delivered').category.name).toBe('not-received')
    expect(read('Consta como entregue e não recebi', 'dispatched').category.name).toBe('not-received')
    expect(read('Consta como entregue e não recebi', 'placed').category.name).toBe('late')
  })

  it('gives no category for a mail without text', () => {
    expect(read(' \n ').category).toEqual({ name: 'other', confidence: 0, why: [], by: 'model' })
    expect(read(' \n ').language).toBe('pt')
  })

  it('assumes the store’s language when the mail shows none', () => {
    const { language } = understandMail({ text: '12345', usualLanguage: 'es' }, categories, languages)
    expect(language).toBe('es')
  })

  it.each(['a'.repeat(1_000_000), 'não recebi nota fiscal '.repeat(50_000), '\uD800!?'.repeat(9999)])(
    'classifies any text within its limits',
    (text) => {
      const { category } = read(text)
      expect(category.confidence).toBeLessThanOrEqual(1)
      expect(category.why.length).toBeLessThanOrEqual(5)
      expect(category.why.every((reason) => reason.length <= 120)).toBe(true)
    },
  )
})

describe('the urgency of a mail', () => {
  it.each([
    ['high', 'Vou abrir uma reclamação no Procon se não resolverem.'],
    ['high', 'A chaleira deu choque na minha filha.'],
    ['high', 'I will do a chargeback and call my lawyer.'],
    ['high', 'É UM ABSURDO, NINGUÉM RESPONDE MEUS E-MAILS HÁ UMA SEMANA'],
    ['normal', 'Meu pedido está atrasado, quando chega?'],
    ['low', 'Adorei o produto, muito obrigada!'],
  ])('%s: %s', (urgency, text) => {
    expect(read(text).urgency).toBe(urgency)
  })
})

describe('the models of the bundle', () => {
  it('are the output of training on the seed mails', () => {
    expect(trainSeed()).toEqual(seedModels)
  })

  it('are smaller than 200 KB together', () => {
    expect(seedModels.categories.length + seedModels.languages.length).toBeLessThan(200 * 1024)
  })
})
