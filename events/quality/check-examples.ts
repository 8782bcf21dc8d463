import { exampleOf } from '../example.ts'
import { orderExamples } from '../orders/order-examples.ts'
import * as events from './check-events.ts'

const { placed } = orderExamples

const setting = {
  mode: 'block',
  department: 'front-office',
  thresholds: {},
  autoCorrect: false,
} as const

const settings: events.CheckSettingsSnapshot = {
  id: 'check-settings',
  store: 'loja-azul',
  version: 1,
  checks: { 'cep-uf': { ...setting, version: 1, setAt: '2026-11-24T11:00:00.000Z' } },
}

const facts: events.FactsSnapshot = {
  id: 'fct_4s7v0y3b6e9h2k5n8q1t4w7z0c',
  store: 'loja-azul',
  version: 1,
  learnedAt: '2026-11-24T12:30:00.000Z',
  subject: 'order',
  orderId: placed.id,
  facts: { scale: { measuredGrams: 905, packagingGrams: 140 } },
}

/** One example of every event about check settings and facts. */
export const checkEventExamples = [
  exampleOf(events.checkConfigured, { check: 'cep-uf', ...setting }, settings),
  exampleOf(
    events.correctionProposed,
    {
      orderId: placed.id,
      contentVersion: 1,
      correctionId: 'cor_6b9e2h5k8n1q4t7w0z3c6f9j2m',
      check: 'address-incomplete',
      changes: [{ path: 'shippingAddress.uf', before: 'sp', after: 'SP' }],
    },
    {
      id: placed.id,
      store: placed.store,
      version: 1,
      order: placed,
      checkedAt: '2026-11-24T12:00:01.000Z',
      outcome: 'correcting',
      results: [],
    },
  ),
  exampleOf(events.factLearned, { subject: 'order', names: ['scale'] }, facts),
]
