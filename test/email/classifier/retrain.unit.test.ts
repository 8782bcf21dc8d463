import type { EmailCategory } from '../../../events/email/email-categories.ts'
import { type LabelledMail, labelMail } from '../../../functions/email/classifier/labelled-mail.ts'
import { unpackModel } from '../../../functions/email/classifier/model-file.ts'
import type { CategoryModel } from '../../../functions/email/classifier/models.ts'
import { isHeldBack, retrain } from '../../../functions/email/classifier/retrain.ts'
import { readSeedModels } from '../../../functions/email/classifier/seed-models.file.ts'
import { isBetter, markDue, recordModel } from '../../../functions/email/classifier/serving-model.ts'
import { minutesLater, morning } from '../support/threads.ts'

const seedModels = readSeedModels()
const seed: CategoryModel = unpackModel(seedModels.categories)
const store = 'loja-azul'
const asked = { store, known: [], now: morning }

/** Mails in which a store's own terms show the category. */
const labelled = (count: number, words: Readonly<Record<string, EmailCategory>>): LabelledMail[] =>
  Array.from({ length: count }, (_, n) => {
    const [text = '', category = 'other'] = Object.entries(words)[n % Object.keys(words).length] ?? []
    return {
      id: `msg_${n}`,
      store,
      version: 1,
      text: `${text} ${n}`,
      category,
      labelledAt: morning,
      threadVersion: 2,
    }
  })

describe('retraining', () => {
  it('uses the new model when it is better on the store’s own terms', () => {
    const mails = labelled(60, { 'preciso do zumbilho': 'invoice-request', 'o grampo cantou': 'defective' })
    const { model, weights } = retrain(mails, seed, asked) ?? {}
    expect(model).toMatchObject({ served: true, measures: { macroF1: 1 } })
    expect(model?.learntFrom).toBe(mails.filter((mail) => !isHeldBack(mail)).length)
    expect(model?.heldBack).toBe(mails.filter(isHeldBack).length)
    expect(weights?.length).toBeGreaterThan(1000)
  })

  it('does not use a model that is no better', () => {
    const mails = labelled(60, {
      'preciso da nota fiscal': 'invoice-request',
      'quero cancelar': 'cancellation',
    })
    const first = retrain(mails, seed, asked)
    const own: CategoryModel = unpackModel(first?.weights ?? '')
    expect(retrain(mails, own, asked)?.model.served).toBe(false)
  })

  it('always holds back the same mails', () => {
    const few = labelled(40, { azul: 'other', verde: 'late' })
    const more = labelled(80, { azul: 'other', verde: 'late' })
    const ids = (mails: LabelledMail[]) => mails.filter(isHeldBack).map(({ id }) => id)
    expect(ids(more)).toEqual(expect.arrayContaining(ids(few)))
    expect(ids(more).length).toBeGreaterThan(ids(few).length)
  })

  it('waits for enough mails, and trains on the same mails once', () => {
    expect(retrain(labelled(4, { azul: 'other' }), seed, asked)).toBeUndefined()
    const mails = labelled(60, { azul: 'other', verde: 'late' })
    const known = [retrain(mails, seed, asked)?.model.id ?? '']
    expect(retrain(mails, seed, { ...asked, known })).toBeUndefined()
  })
})

describe('the record of models', () => {
  const measures = { accuracy: 0.8, macroF1: 0.7, logLoss: 0.6, mails: 10 }
  const model = { id: 'mdl_1', trainedAt: morning, learntFrom: 40, heldBack: 10, measures, before: measures }

  it('is due once, until a model is recorded', () => {
    const due = markDue(undefined, store, morning)
    expect(due?.next).toMatchObject({ version: 1, dueSince: morning })
    expect(markDue(due?.next, store, minutesLater(1))).toBeUndefined()
    const fresh = { id: 'classifier', store, version: 1, models: [] }
    const { next } = recordModel(due?.next ?? fresh, { ...model, served: false })
    expect(next).toMatchObject({ version: 2, models: [{ id: 'mdl_1' }] })
    expect(next.dueSince).toBeUndefined()
    expect(next.serving).toBeUndefined()
    expect(recordModel(next, { ...model, id: 'mdl_2', served: true }).next).toMatchObject({
      serving: 'mdl_2',
      models: [{ id: 'mdl_2' }, { id: 'mdl_1' }],
    })
  })

  it('prefers the higher macro F1, then the lower log loss', () => {
    expect(isBetter({ ...measures, macroF1: 0.71 }, measures)).toBe(true)
    expect(isBetter({ ...measures, logLoss: 0.5 }, measures)).toBe(true)
    expect(isBetter(measures, measures)).toBe(false)
    expect(isBetter({ ...measures, macroF1: 0.69, logLoss: 0.1 }, measures)).toBe(false)
  })
})

describe('labelling a mail', () => {
  const mail = {
    id: 'msg_1',
    store,
    text: 'oi',
    category: 'late',
    labelledAt: morning,
    threadVersion: 3,
  } as const

  it('keeps the later correction, in any order of arrival', () => {
    const first = labelMail(undefined, mail)?.next
    expect(labelMail(first, { ...mail, category: 'other', threadVersion: 4 })?.next).toMatchObject({
      version: 2,
      category: 'other',
    })
    expect(labelMail(first, mail)).toBeUndefined()
    expect(labelMail(first, { ...mail, threadVersion: 2 })).toBeUndefined()
  })
})
