import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { Webhook as Signer } from 'standardwebhooks'
import { catalogue } from '../../../events/catalogue.ts'
import { orderPlaced } from '../../../events/orders/order-events.ts'
import { publicEventTypes } from '../../../events/public-event-types.ts'
import { isPublicAddress } from '../../../functions/channels/platforms/fetch/public-lookup.client.ts'
import {
  maxTries,
  nextDelay,
  retryAfterSeconds,
} from '../../../functions/channels/webhooks/retry-schedule.ts'
import {
  createWebhook,
  hasUsedUpTries,
  recordTry,
  type Webhook,
} from '../../../functions/channels/webhooks/webhook.ts'
import { bodyOf } from '../../../functions/channels/webhooks/webhook-body.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import { eventOf } from '../../support/inbox.ts'
import { aPlaceOrder, fixedNow, later } from '../../support/orders.ts'

/** Internal events: not offered to subscribers. Add each new event here or to the public types. */
const internal = [
  'order.channel-followed',
  'order.scan-advanced',
  'order.scan-finished',
  'order.scan-started',
  'order.scan-reported',
  'quality.order-failed',
  'quality.order-passed',
  'quality.check-configured',
  'quality.correction-proposed',
  'quality.fact-learned',
  'quality.back-test-finished',
  'quality.back-test-started',
  'operations.heartbeat',
  'quality.complaint-filed',
  'quality.complaint-retracted',
  'email.mail-sent',
  'email.mail-bounced',
  'email.mail-complained',
  'email.mail-delivered',
  'email.mail-suppressed',
  'email.reply-written',
  'email.thread-mail-sent',
  'email.address-suppressed',
  'email.suppression-lifted',
  'email.mails-coalesced',
  'email.targets-set',
  'email.thread-issue-linked',
  'email.model-trained',
  'email.settings-changed',
  'channels.connection-created',
  'channels.connection-paused',
  'channels.connection-removed',
  'channels.connection-resumed',
  'channels.connection-secret-changed',
  'channels.delivery-received',
  'channels.delivery-retried',
  'channels.subscription-created',
  'channels.subscription-changed',
  'channels.subscription-secret-changed',
  'channels.subscription-removed',
  'channels.personal-data-reported',
  'email.personal-data-reported',
  'orders.personal-data-reported',
  'privacy.personal-data-requested',
  'privacy.request-finished',
  'quality.personal-data-reported',
]

describe('public events', () => {
  it('and internal events are all events', () => {
    expect([...publicEventTypes, ...internal].sort()).toEqual([...catalogue.keys()].sort())
  })

  it.each(publicEventTypes)('have a body that names its subject: %s', (type) => {
    const example = catalogue.get(type)?.example
    if (example === undefined) throw new Error('an example is expected')
    const body = JSON.parse(bodyOf(example))
    expect(body).toMatchObject({ type, timestamp: example.occurredAt, data: example.data })
    expect([body.truncated, body.snapshot]).toEqual([undefined, example.snapshot])
  })
})

describe('the body of a webhook', () => {
  const { next } = placeOrder(aPlaceOrder(), 'loja-azul', fixedNow)
  const event = eventOf(orderPlaced, next, {})

  it('stays under 20 kB and names what it leaves out', () => {
    const cases = fc.property(fc.nat(40_000), fc.nat(40_000), (inData, inSnapshot) => {
      const heavy = {
        ...event,
        data: { note: 'ã'.repeat(inData) },
        snapshot: { note: 'ã'.repeat(inSnapshot) },
      }
      const text = bodyOf(heavy)
      const body = JSON.parse(text)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(20_000)
      expect(body).toMatchObject({ type: 'order.placed', id: event.id, link: `/orders/${next.id}` })
      expect(body.truncated === true).toBe(body.snapshot === undefined)
    })
    fc.assert(cases, { numRuns: 60 })
  })
})

describe('the retry schedule', () => {
  const seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]

  it('follows Standard Webhooks with jitter', () => {
    expect(maxTries).toBe(10)
    for (const [n, delay] of seconds.entries()) {
      const waits = ['msg_a', 'msg_b', 'msg_c', 'msg_d'].map((id) => nextDelay(id, n + 1) ?? 0)
      expect(waits.filter((wait) => wait < delay * 1000 || wait > delay * 1200)).toEqual([])
      expect(new Set(waits).size).toBeGreaterThan(1)
    }
    expect(nextDelay('msg_a', 10)).toBeUndefined()
  })

  it('respects a longer Retry-After, up to a day', () => {
    expect(nextDelay('msg_a', 1, 60)).toBe(60_000)
    expect(nextDelay('msg_a', 1, 1)).toBeGreaterThanOrEqual(5000)
    expect(nextDelay('msg_a', 1, 10 ** 9)).toBe(86_400_000)
    expect(nextDelay('msg_a', 10, 60)).toBeUndefined()
  })

  it.each([
    ['120', 120],
    [' 7 ', 7],
    ['Tue, 24 Nov 2026 12:01:00 GMT', 60],
    ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    ['-5', undefined],
    [undefined, undefined],
  ])('reads Retry-After %s', (header, expected) => {
    expect(retryAfterSeconds(header, fixedNow)).toBe(expected)
  })
})

describe('the tries of a webhook', () => {
  const first = createWebhook(
    { id: 'sub_1', status: 'active' },
    { id: 'ord_1.1.0', type: 'order.placed', store: 'loja-azul', occurredAt: fixedNow },
    '{}',
    fixedNow,
  ).next
  const refused = { delivered: false, failure: 'refused', status: 500, milliseconds: 3 } as const

  it('end with the tenth', () => {
    let webhook: Webhook = first
    for (let n = 1; n <= maxTries; n += 1) {
      expect([webhook.status, hasUsedUpTries(webhook)]).toEqual(['pending', false])
      const at: string = webhook.nextTryAt ?? fixedNow
      webhook = recordTry(webhook, refused, at).next
      expect([webhook.version, webhook.triesMade, webhook.tries.at(-1)?.at]).toEqual([n + 1, n, at])
    }
    expect([webhook.status, webhook.nextTryAt, hasUsedUpTries(webhook)]).toEqual(['failed', undefined, true])
    const days = (Date.parse(webhook.tries.at(-1)?.at ?? '') - Date.parse(fixedNow)) / 86_400_000
    expect(days > 3 && days < 4).toBe(true)
  })

  it('share one id for each event and subscription', () => {
    const made = (subscription: string, event: string) =>
      createWebhook(
        { id: subscription, status: 'active' },
        { id: event, type: 'order.placed', store: 'loja-azul', occurredAt: fixedNow },
        '{}',
        later(1),
      ).next.id
    expect(made('sub_1', 'ord_1.1.0')).toBe(first.id)
    expect(new Set([first.id, made('sub_2', 'ord_1.1.0'), made('sub_1', 'ord_1.2.0')]).size).toBe(3)
  })
})

describe('the signature', () => {
  it('matches the vector of Standard Webhooks', () => {
    const at = new Date(1_614_265_330_000)
    const signed = new Signer('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw').sign(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at,
      '{"test": 2432232314}',
    )
    expect(signed).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })
})

describe('a public address', () => {
  it('of IPv4 agrees with a library of address ranges', () => {
    const cases = fc.property(fc.ipV4(), (address) => {
      if (isPublicAddress(address)) expect(ipaddr.parse(address).range()).toBe('unicast')
    })
    fc.assert(cases, { numRuns: 2000 })
  })

  it.each([
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.31.255.255', '192.168.0.1'],
    ...[
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      'fe80::1',
      'fc00::1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
    ],
    ...['2002:a00:1::', '2001:db8::1', 'ff02::1', 'fd00:ec2::254'],
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '200.160.2.3', '2001:4860:4860::8888', '2804:14d::1'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})
