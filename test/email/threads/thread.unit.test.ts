import {
  mailsCoalesced,
  messageJoined,
  threadClosed,
  threadOpened,
  threadOrderLinked,
  threadReopened,
  threadResolved,
} from '../../../events/email/thread-events.ts'
import { threadStatuses } from '../../../events/email/thread-snapshot.ts'
import {
  andThen,
  closeThread,
  coalesceMails,
  joinThread,
  linkOrder,
  openThread,
  reopenThread,
  resolveThread,
  threadId,
} from '../../../functions/email/threads/thread.ts'
import { given, rejected } from '../../support/given.ts'
import { anIncoming, aThread, minutesLater, morning } from '../support/threads.ts'

const second = anIncoming({ id: 'msg_2', at: minutesLater(10), reference: '<mail-2@example.com>' })
const joined = (more: object = {}) =>
  messageJoined.happened({ messageId: 'msg_2', automatic: false, by: 'reference', reopened: false, ...more })
const join = (thread: Parameters<typeof joinThread>[0], message = second) =>
  joinThread(thread, message, { by: 'reference' }, minutesLater(11))

describe('opening a thread', () => {
  it('starts in triage', () => {
    const { next, events } = openThread(anIncoming({ copiedTo: ['joao@example.com'] }), opening, morning)
    expect(events).toEqual([
      threadOpened.happened({ messageId: 'msg_1', automatic: false, orderId: 'ord_1001' }),
    ])
    expect(next).toMatchObject({
      id: threadId('loja-azul', 'msg_1'),
      version: 1,
      status: 'triage',
      order: { id: 'ord_1001', link: 'confirmed' },
      participants: ['maria@example.com', 'joao@example.com'],
      messages: [{ id: 'msg_1', direction: 'in', reference: '<mail-1@example.com>' }],
      lastMessageAt: morning,
    })
  })
  const opening = { channel: 'email', order: { id: 'ord_1001', link: 'confirmed' } } as const
})

describe('a person’s mail that joins a thread', () => {
  it.each(['triage', 'open', 'waiting-customer', 'resolved'] as const)(
    'makes a thread active that was %s',
    (status) => {
      given(aThread({ status, department: 'finance' }))
        .when((thread) => join(thread))
        .then([joined({ reopened: status === 'resolved' })], (next) => {
          expect(next.status).toBe('open')
          expect(next.messages.map(({ id }) => id)).toEqual(['msg_1', 'msg_2'])
          expect([next.messageCount, next.lastMessageAt]).toEqual([2, minutesLater(10)])
        })
    },
  )

  it('goes to triage without a department', () => {
    given(aThread({ status: 'resolved' }))
      .when((thread) => join(thread))
      .then([joined({ reopened: true })], ({ status }) => expect(status).toBe('triage'))
  })

  it('is added once', () => {
    const { next } = join(aThread())
    given(next)
      .when((thread) => join(thread))
      .then([])
  })

  it('is rejected for a closed thread', () => {
    given(aThread({ status: 'closed' }))
      .when((thread) => join(thread))
      .then(rejected('illegal-transition', { threadStatus: 'closed' }))
  })

  it('is sorted by time when it comes late', () => {
    const late = anIncoming({ id: 'msg_2', at: minutesLater(-10) })
    const { next } = join(aThread(), late)
    expect(next.messages.map(({ id }) => id)).toEqual(['msg_2', 'msg_1'])
    expect(next.lastMessageAt).toBe(morning)
  })

  it('is counted beyond the hundred that are listed', () => {
    const messages = Array.from({ length: 100 }, (_, n) => ({
      id: `msg_old${n}`,
      direction: 'in' as const,
      at: morning,
      automatic: false,
    }))
    const { next } = join(aThread({ messages, messageCount: 100 }))
    expect([next.messages.length, next.messageCount, next.messages.at(-1)?.id]).toEqual([100, 101, 'msg_2'])
  })

  it('is recorded for the merged thread through which it came', () => {
    const merged = [{ threadId: 'thr_b', messageIds: ['msg_b'], participants: [] }]
    const by = { by: 'reference', via: 'thr_b' } as const
    const { next } = joinThread(aThread({ merged }), second, by, morning)
    expect(next.merged).toEqual([{ threadId: 'thr_b', messageIds: ['msg_b', 'msg_2'], participants: [] }])
  })
})

describe('automatic mail that joins a thread', () => {
  it.each(['triage', 'open', 'waiting-customer', 'resolved'] as const)('leaves the thread %s', (status) => {
    given(aThread({ status, department: 'finance' }))
      .when((thread) => join(thread, { ...second, automatic: true, copiedTo: ['x@example.com'] }))
      .then([joined({ automatic: true })], (next) => {
        expect(next.status).toBe(status)
        expect(next.participants).toEqual(['maria@example.com'])
      })
  })
})

describe('ending and reopening a thread', () => {
  const by = 'ana'
  it.each([
    ['resolve', resolveThread, ['triage', 'open', 'waiting-customer'], threadResolved],
    ['close', closeThread, ['triage', 'open', 'waiting-customer', 'resolved'], threadClosed],
    ['reopen', reopenThread, ['resolved', 'closed'], threadReopened],
  ] as const)('%s', (_, decide, allowed, event) => {
    for (const status of threadStatuses) {
      given(aThread({ status }))
        .when((thread) => decide(thread, by, minutesLater(1)))
        .then(
          (allowed as readonly string[]).includes(status)
            ? [event.happened({ by })]
            : rejected('illegal-transition', { threadStatus: status }),
        )
    }
  })

  it('does not reopen a merged thread', () => {
    given(aThread({ status: 'closed', mergedInto: 'thr_a' }))
      .when((thread) => reopenThread(thread, by, morning))
      .then(rejected('illegal-transition'))
  })
})

describe('the order of a thread', () => {
  it('is confirmed by an agent, once', () => {
    const suggested = { order: { id: 'ord_1', link: 'suggested' }, suggestedBecause: 'stranger' } as const
    given(aThread(suggested))
      .when((thread) => linkOrder(thread, 'ord_1', 'ana', morning))
      .then([threadOrderLinked.happened({ orderId: 'ord_1', by: 'ana' })], (linked) => {
        expect(linked.order).toEqual({ id: 'ord_1', link: 'confirmed' })
        expect(linked.suggestedBecause).toBeUndefined()
        given(linked)
          .when((thread) => linkOrder(thread, 'ord_1', 'ana', morning))
          .then([])
      })
  })
})

describe('a flood', () => {
  it('only increases the count', () => {
    given(aThread({ coalesced: 60 }))
      .when((thread) => coalesceMails(thread, 120, morning))
      .then([mailsCoalesced.happened({ mails: 120 })], ({ coalesced }) => expect(coalesced).toBe(120))
    given(aThread({ coalesced: 60 }))
      .when((thread) => coalesceMails(thread, 60, morning))
      .then([])
  })
})

describe('two combined decisions', () => {
  it('make one version with the events of both', () => {
    const first = openThread(anIncoming(), { channel: 'email' }, morning)
    const both = andThen(first, (thread) => linkOrder(thread, 'ord_1', 'ana', morning))
    expect([both.next.version, both.events.length]).toEqual([1, 2])
    expect(both.next.order?.id).toBe('ord_1')
    expect(andThen(first, (thread) => ({ next: thread, events: [] }))).toBe(first)
  })
})
