import { featuresOf } from '../../../functions/email/classifier/features.ts'
import { foldText } from '../../../functions/email/classifier/fold-text.ts'
import { measure, predict } from '../../../functions/email/classifier/measure.ts'
import { likelihoods } from '../../../functions/email/classifier/model.ts'
import { packModel, unpackModel } from '../../../functions/email/classifier/model-file.ts'
import { textCategories } from '../../../functions/email/classifier/models.ts'
import { seedExamples } from '../../../functions/email/classifier/seed/seed-examples.ts'
import { seedMails } from '../../../functions/email/classifier/seed/train-seed.ts'
import { trainModel } from '../../../functions/email/classifier/train.ts'

const colours = [
  { text: 'o céu é azul', label: 'blue' },
  { text: 'mar azul e fundo', label: 'blue' },
  { text: 'rosa vermelha no jardim', label: 'red' },
  { text: 'maçã vermelha e doce', label: 'red' },
] as const
const labels = ['blue', 'red'] as const

describe('folding a text', () => {
  it('removes case and accents, and reduces each number, link and address to one character', () => {
    expect(foldText('NÃO chegou!!! Pedido 12.345, veja https://loja.example/x ou ana@loja.example')).toBe(
      'nao chegou ! pedido 0 veja link ou address',
    )
  })
})

describe('features', () => {
  it('have the same total weight for short and long texts', () => {
    const weight = (text: string): number =>
      featuresOf(text).reduce((sum, { value, rule }) => sum + (rule === true ? 0 : value ** 2), 0)
    expect(weight('chegou')).toBeCloseTo(1)
    expect(weight('chegou tudo certo e antes do prazo '.repeat(20))).toBeCloseTo(1)
  })

  it('occur once each, and not in an empty text', () => {
    const hashes = featuresOf('azul azul azul').map(({ hash }) => hash)
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(featuresOf(' - ')).toEqual([])
  })
})

describe('a model', () => {
  it('learns from its examples', () => {
    const model = trainModel(colours, labels, 1000)
    expect(likelihoods(model, featuresOf('camisa azul'))[0]?.label).toBe('blue')
    expect(likelihoods(model, featuresOf('camisa vermelha'))[0]?.label).toBe('red')
  })

  it('gives probabilities that add up to one', () => {
    const model = trainModel(colours, labels, 1000)
    const sum = likelihoods(model, featuresOf('o mar')).reduce((all, { probability }) => all + probability, 0)
    expect(sum).toBeCloseTo(1)
  })

  it('is deterministic, and the same after packing', () => {
    const model = trainModel(colours, labels, 1000)
    expect(packModel(trainModel(colours, labels, 1000))).toBe(packModel(model))
    expect(unpackModel(packModel(model))).toEqual(model)
  })

  it('weights the examples', () => {
    const text = 'azul'
    const both = (weight: number) =>
      trainModel([{ text, label: 'blue' }, { text, label: 'red', weight }, ...colours], labels, 1000)
    const ofRed = (weight: number): number =>
      likelihoods(both(weight), featuresOf(text)).find(({ label }) => label === 'red')?.probability ?? 0
    expect(ofRed(8)).toBeGreaterThan(ofRed(0.1))
  })
})

describe('measures', () => {
  it('match a confusion matrix counted by hand', () => {
    const predicted = (pairs: readonly (readonly [string, string])[]) =>
      measure(
        pairs.map(([predicted, right]) => ({
          predicted,
          right,
          probability: 1,
          ofRight: predicted === right ? 1 : 0.5,
        })),
      )
    // a: precision 2/3, recall 1; b: precision 1, recall 1/2.
    const { mails, accuracy, macroF1, logLoss } = predicted([
      ['a', 'a'],
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'b'],
    ])
    expect(mails).toBe(4)
    expect(accuracy).toBe(0.75)
    expect(macroF1).toBeCloseTo((4 / 5 + 2 / 3) / 2)
    expect(logLoss).toBeCloseTo(Math.log(2) / 4)
  })
})

describe('the seed mails', () => {
  it('are at least 600, without duplicates, in every language and category', () => {
    expect(new Set(seedExamples.map(({ text }) => text)).size).toBe(seedExamples.length)
    expect(seedExamples.length).toBeGreaterThanOrEqual(600)
    const kinds = new Set(seedExamples.map(({ category, language }) => `${language} ${category}`))
    expect(kinds.size).toBe(3 * 14)
  })

  it('generalize to held-back seed mails', () => {
    const model = trainModel(
      seedMails.filter((_, n) => n % 5 !== 0),
      textCategories,
      16_000,
    )
    const { accuracy } = measure(
      predict(
        model,
        seedMails.filter((_, n) => n % 5 === 0),
      ),
    )
    expect(accuracy).toBeGreaterThan(0.6)
  })
})
