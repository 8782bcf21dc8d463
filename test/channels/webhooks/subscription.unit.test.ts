import {
  changeSubscription,
  disableSubscription,
  recordOutcome,
  removeSubscription,
  rotateSecret,
  type Subscription,
  signingKeys,
  subscribe,
} from '../../../functions/channels/webhooks/subscription.ts'
import { type SubscriptionList, wanting } from '../../../shared/subscription-list.ts'
import { fixedNow, later } from '../../support/orders.ts'

const to = { store: 'loja-azul', id: 'sub_1', by: 'storefront', keyId: 'key_1' }
const made = subscribe(
  undefined,
  { url: 'https://a.example/', eventTypes: ['order.paid', 'order.held', 'order.paid'] },
  to,
  fixedNow,
)
const subscription = made.subscription.next
const list = made.list.next
const typesOf = ({ events }: { readonly events: readonly { readonly type: string }[] }) =>
  events.map(({ type }) => type)

describe('a subscription', () => {
  it('stores each event type once and is listed', () => {
    expect(subscription).toMatchObject({
      version: 1,
      status: 'active',
      eventTypes: ['order.held', 'order.paid'],
    })
    expect(typesOf(made.subscription)).toEqual(['channels.subscription-created'])
    const { eventTypes } = subscription
    expect(list).toMatchObject({ version: 1, subscriptions: [{ id: 'sub_1', status: 'active', eventTypes }] })
  })

  it('is limited to fifty a store', () => {
    const full: SubscriptionList = {
      ...list,
      subscriptions: Array.from({ length: 50 }, (_, n) => ({ id: `${n}`, eventTypes: [], status: 'active' })),
    }
    const one = { url: 'https://a.example/', eventTypes: ['order.paid'] }
    expect(() => subscribe(full, one, to, fixedNow)).toThrow('Store has 50 subscriptions')
  })

  it('matches its event types while active or paused only', () => {
    const ids = (known: SubscriptionList, type: string) => wanting(known, type).map(({ id }) => id)
    expect([ids(list, 'order.paid'), ids(list, 'order.placed')]).toEqual([['sub_1'], []])
    const paused = changeSubscription(subscription, { status: 'paused' }, list, later(1))
    expect(ids(paused.list.next, 'order.paid')).toEqual(['sub_1'])
    const disabled = disableSubscription(subscription, 'gone', list, later(1))
    expect(ids(disabled.list.next, 'order.paid')).toEqual([])
    expect(removeSubscription(subscription, list, later(1)).list.next.subscriptions).toEqual([])
  })

  it('ignores a change to the same values', () => {
    const change = {
      url: subscription.url,
      eventTypes: ['order.paid', 'order.held'],
      status: 'active',
    } as const
    const { next, events } = changeSubscription(subscription, change, list, later(1)).subscription
    expect([next, events]).toEqual([subscription, []])
  })

  it('cannot be changed, rotated or removed after its removal', () => {
    const removed = removeSubscription(subscription, list, later(1)).subscription.next
    expect([removed.status, removed.keys]).toEqual(['removed', []])
    for (const change of [
      () => changeSubscription(removed, { status: 'active' }, list, later(2)),
      () => rotateSecret(removed, 'key_2', later(2)),
      () => removeSubscription(removed, list, later(2)),
    ])
      expect(change).toThrow('is removed')
  })
})

describe('a failing subscription', () => {
  const failing = recordOutcome(subscription, false, later(1))?.next as Subscription

  it('is recorded at the first failure and at the recovery only', () => {
    expect([failing.failingSince, failing.version]).toEqual([later(1), 2])
    expect(recordOutcome(failing, false, later(2))).toBeUndefined()
    expect(recordOutcome(subscription, true, later(2))).toBeUndefined()
    expect(recordOutcome(failing, true, later(2))?.next).toEqual({ ...subscription, version: 3 })
  })

  it('is disabled only while active, and reset by a reactivation', () => {
    const disabled = disableSubscription(failing, 'failing', list, later(3)).subscription
    expect(typesOf(disabled)).toEqual(['channels.subscription-disabled'])
    expect(disabled.next.disabled).toEqual({ at: later(3), reason: 'failing' })
    expect(disableSubscription(disabled.next, 'gone', list, later(4)).subscription.events).toEqual([])
    const moved = changeSubscription(disabled.next, { url: 'https://b.example/' }, list, later(4))
    expect(moved.subscription.next).toMatchObject({ status: 'disabled', disabled: { reason: 'failing' } })
    expect(moved.subscription.next.failingSince).toBeUndefined()
    const again = changeSubscription(disabled.next, { status: 'active' }, list, later(4)).subscription.next
    expect([again.status, again.disabled, again.failingSince]).toEqual(['active', undefined, undefined])
  })
})

describe('a second secret', () => {
  it('signs first, and the previous one too for a day', () => {
    const { next } = rotateSecret(subscription, 'key_2', fixedNow)
    expect(signingKeys(next, later(1))).toEqual(['key_2', 'key_1'])
    expect(signingKeys(next, later(24 * 60 - 1))).toEqual(['key_2', 'key_1'])
    expect(signingKeys(next, later(24 * 60))).toEqual(['key_2'])
    const third = rotateSecret(next, 'key_3', later(1)).next
    expect(signingKeys(third, later(2))).toEqual(['key_3', 'key_2'])
  })
})
