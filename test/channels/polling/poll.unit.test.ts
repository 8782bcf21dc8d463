import type { Delivery } from '../../../functions/channels/deliveries/delivery.ts'
import { activityOf } from '../../../functions/channels/polling/connection-activity.ts'
import {
  type Poll,
  pollFailed,
  pollSucceeded,
  silenceReported,
  unreportedSilenceSince,
  windowOf,
} from '../../../functions/channels/polling/poll.ts'

const connection = {
  id: 'loja-azul.con_1',
  store: 'loja-azul',
  connectedAt: '2026-11-20T08:00:00.000Z',
  settings: {},
}
const now = '2026-11-24T12:00:00.000Z'
const done = (polledTo: string): Poll => pollSucceeded(undefined, connection, polledTo, 3, polledTo).next

describe('the period of a poll', () => {
  it('overlaps the connecting, then the end of the last poll', () => {
    expect(windowOf(undefined, connection, now)).toEqual({ since: '2026-11-20T07:50:00.000Z', until: now })
    expect(windowOf(done('2026-11-24T11:45:00.000Z'), connection, now).since).toBe('2026-11-24T11:35:00.000Z')
  })

  it('restarts with a reconnected account and covers at most a week', () => {
    expect(windowOf(done('2026-11-19T00:00:00.000Z'), connection, now).since).toBe('2026-11-20T07:50:00.000Z')
    const old = { connectedAt: '2026-01-01T00:00:00.000Z' }
    expect(windowOf(undefined, old, now).since).toBe('2026-11-17T12:00:00.000Z')
  })

  it('stays after a failed poll and advances after a successful one', () => {
    const reason = { code: 'platform-unavailable', detail: 'no answer in time' }
    const first = pollFailed(undefined, connection, reason, '2026-11-24T11:00:00.000Z').next
    const second = pollFailed(first, connection, reason, '2026-11-24T11:15:00.000Z').next
    expect(windowOf(second, connection, now).since).toBe('2026-11-20T07:50:00.000Z')
    expect(second).toMatchObject({ version: 2, failure: { since: '2026-11-24T11:00:00.000Z' } })
    const third = pollSucceeded(second, connection, now, 0, now).next
    expect(third.failure).toBeUndefined()
    expect(third).toMatchObject({ version: 3, polledTo: now })
  })
})

describe('a silence', () => {
  const lastCall = '2026-11-23T11:00:00.000Z'

  it('begins after a day without a call, or after the configured hours', () => {
    expect(unreportedSilenceSince(connection, lastCall, undefined, now)).toBe(lastCall)
    expect(unreportedSilenceSince(connection, '2026-11-23T13:00:00.000Z', undefined, now)).toBeUndefined()
    const patient = { ...connection, settings: { 'silent-after-hours': '48' } }
    expect(unreportedSilenceSince(patient, lastCall, undefined, now)).toBeUndefined()
    const eager = { ...connection, settings: { 'silent-after-hours': '1' } }
    expect(unreportedSilenceSince(eager, '2026-11-24T10:59:00.000Z', undefined, now)).toBeDefined()
  })

  it('counts from the connecting before the first call', () => {
    expect(unreportedSilenceSince(connection, undefined, undefined, now)).toBe(connection.connectedAt)
  })

  it('is reported once, and again after a call in between', () => {
    const reported = silenceReported(done(now), lastCall).next
    expect(unreportedSilenceSince(connection, lastCall, reported, now)).toBeUndefined()
    const later = '2026-11-30T12:00:00.000Z'
    expect(unreportedSilenceSince(connection, '2026-11-25T12:00:00.000Z', reported, later)).toBe(
      '2026-11-25T12:00:00.000Z',
    )
  })
})

describe('the activity of a connection', () => {
  const delivery = (over: Partial<Delivery>): Delivery => ({
    id: 'del_1',
    store: 'loja-azul',
    version: 1,
    connectionId: connection.id,
    platform: 'nuvemshop',
    channel: 'nuvemshop',
    state: 'processed',
    topic: 'order/paid',
    resource: '1',
    receivedAt: '2026-11-24T11:00:00.000Z',
    ...over,
  })

  it('sums up its newest deliveries', () => {
    const newest = [
      delivery({ polled: true, receivedAt: '2026-11-24T11:59:00.000Z' }),
      delivery({ state: 'received', receivedAt: '2026-11-24T11:58:50.000Z' }),
      delivery({ state: 'received', receivedAt: '2026-11-24T11:58:30.000Z' }),
      delivery({
        id: 'del_9',
        state: 'parked',
        reason: { code: 'unknown-topic', detail: 'a topic that is known is expected' },
        settledAt: '2026-11-24T11:00:02.000Z',
      }),
    ]
    expect(activityOf(newest, undefined, now)).toEqual({
      lastDeliveryAt: '2026-11-24T11:58:50.000Z',
      waiting: 2,
      lagSeconds: 90,
      lastError: {
        at: '2026-11-24T11:00:02.000Z',
        from: 'delivery',
        deliveryId: 'del_9',
        code: 'unknown-topic',
        detail: 'a topic that is known is expected',
      },
    })
  })

  it('shows a failed poll as the last error', () => {
    const reason = { code: 'platform-refused', detail: 'the account must be connected again' }
    const failed = pollFailed(done('2026-11-24T11:00:00.000Z'), connection, reason, now).next
    expect(activityOf([], failed, now)).toEqual({
      waiting: 0,
      lagSeconds: 0,
      lastError: { at: now, from: 'poll', ...reason },
      polledTo: '2026-11-24T11:00:00.000Z',
      lastPollFound: 3,
    })
  })
})
