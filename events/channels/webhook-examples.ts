import { exampleOf } from '../example.ts'
import * as events from './webhook-events.ts'

const subscription: events.SubscriptionSnapshot = {
  id: 'sub_5w8z1c4f7j0m3q6t9w2y5b8e1h',
  store: 'loja-azul',
  version: 1,
  url: 'https://loja.example.com/webhooks/retaguarda',
  eventTypes: ['order.passed', 'order.dispatched'],
  description: 'the storefront',
  status: 'active',
  createdAt: '2026-11-24T12:00:00.000Z',
  createdBy: 'storefront',
  updatedAt: '2026-11-24T12:00:00.000Z',
  keys: [{ id: 'key_2d5g8k1n4q7t0w3z6b9e2h5j8m' }],
}

/** One example of every event of subscriptions. */
export const webhookEventExamples = [
  exampleOf(events.subscriptionCreated, {}, subscription),
  exampleOf(
    events.subscriptionChanged,
    { fields: ['status'] },
    { ...subscription, version: 2, status: 'paused' },
  ),
  exampleOf(
    events.subscriptionSecretChanged,
    { previousUntil: '2026-11-25T12:00:00.000Z' },
    {
      ...subscription,
      version: 3,
      keys: [
        { id: 'key_4f7j0m3p6s9v2y5a8d1g4k7n0q' },
        { id: 'key_2d5g8k1n4q7t0w3z6b9e2h5j8m', until: '2026-11-25T12:00:00.000Z' },
      ],
    },
  ),
  exampleOf(
    events.subscriptionDisabled,
    { reason: 'gone' },
    {
      ...subscription,
      version: 4,
      status: 'disabled',
      disabled: { at: '2026-11-24T13:00:00.000Z', reason: 'gone' },
    },
  ),
  exampleOf(events.subscriptionRemoved, {}, { ...subscription, version: 5, status: 'removed', keys: [] }),
]
