import { exampleOf } from '../example.ts'
import { modelTrained, type TrainedModel } from './model-events.ts'

const trained: TrainedModel = {
  id: 'mdl_1t4w7z0c3f6j9m2p5s8v1y4b7e',
  trainedAt: '2026-11-24T06:00:00.000Z',
  learntFrom: 412,
  heldBack: 103,
  measures: { accuracy: 0.84, macroF1: 0.71, logLoss: 0.52 },
  before: { accuracy: 0.76, macroF1: 0.6, logLoss: 0.81 },
  served: true,
}

/** One example of each event of the classifier models. */
export const modelEventExamples = [
  exampleOf(modelTrained, trained, {
    id: 'classifier',
    store: 'loja-azul',
    version: 9,
    serving: trained.id,
    models: [trained],
  }),
]
