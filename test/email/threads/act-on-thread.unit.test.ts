import type { EmailCategory } from '../../../events/email/email-categories.ts'
import {
  complaintUnderstood,
  complaintWithdrawn,
  targetsSet,
  threadResolved,
  threadRouted,
} from '../../../events/email/thread-events.ts'
import { type EmailSettings, settingsOf } from '../../../functions/email/settings/email-settings.ts'
import {
  actOnThread,
  type RoutingTrigger,
  routeThread,
} from '../../../functions/email/threads/routing/act-on-thread.ts'
import type { Thread } from '../../../functions/email/threads/thread.ts'
import { given, rejected } from '../../support/given.ts'
import { aThread, minutesLater, morning } from '../support/threads.ts'

const settings: EmailSettings = settingsOf(undefined, 'loja-azul')
const trigger: RoutingTrigger = { messageId: 'msg_1', text: 'Onde está\r\no meu pedido?', corrected: false }
const now = minutesLater(1)
const orderId = 'ord_1'

const understoodAs = (name: EmailCategory, more: Partial<Thread> = {}, confidence = 0.9): Thread =>
  aThread({
    category: { name, confidence, why: ['atraso'], by: 'model' },
    order: { id: orderId, link: 'confirmed' },
    ...more,
  })
const act =
  (more: Partial<RoutingTrigger> = {}) =>
  (thread: Thread) =>
    actOnThread(thread, settings, { ...trigger, ...more }, now)
/** A thread that was already processed. */
const acted = (name: EmailCategory, more: Partial<Thread> = {}): Thread =>
  actOnThread(understoodAs(name, more), settings, trigger, now).next

const timed = (category: EmailCategory) => targetsSet.happened({ category })
const complaint = (category: EmailCategory) =>
  complaintUnderstood.happened({ category, messageId: 'msg_1', orderId, excerpt: 'Onde está o meu pedido?' })

describe('acting on a thread', () => {
  it('sets clocks, assigns the department and reports a confident complaint', () => {
    given(understoodAs('late'))
      .when(act())
      .then(
        [
          timed('late'),
          threadRouted.happened({ department: 'stock-logistics', by: 'category' }),
          complaint('late'),
        ],
        (acted) =>
          expect(acted).toMatchObject({
            status: 'open',
            department: 'stock-logistics',
            complaint: 'late',
            clocks: { firstResponse: { targetMinutes: 240, runningSince: morning } },
          }),
      )
  })

  it('applies from exactly the store’s threshold on', () => {
    expect(act()(understoodAs('late', {}, 0.7)).next.department).toBe('stock-logistics')
    given(understoodAs('late', {}, 0.69))
      .when(act())
      .then([timed('late')], (next) =>
        expect([next.status, next.department, next.clocks?.firstResponse?.targetMinutes]).toEqual([
          'triage',
          undefined,
          240,
        ]),
      )
  })

  it('does each step once', () => {
    given(acted('late')).when(act()).then([])
    given(acted('praise')).when(act()).then([])
  })

  it('assigns a request to its department, and reports nothing to quality', () => {
    given(understoodAs('invoice-request'))
      .when(act())
      .then([timed('invoice-request'), threadRouted.happened({ department: 'finance', by: 'category' })])
  })

  it('resolves praise, but not within a thread', () => {
    given(understoodAs('praise'))
      .when(act())
      .then(
        [
          timed('praise'),
          threadRouted.happened({ department: 'front-office', by: 'category' }),
          threadResolved.happened({ by: 'praise' }),
        ],
        (next) => expect(next.clocks?.firstResponse?.metAt).toBe(now),
      )
    expect(act()(understoodAs('praise', { messageCount: 3 })).next.status).toBe('open')
  })

  it('does not report a complaint about a suggested order', () => {
    const suspected = understoodAs('late', { order: { id: orderId, link: 'suggested' } })
    const first = act()(suspected)
    expect(first.events.map(({ type }) => type)).not.toContain(complaintUnderstood.type)
    const confirmed: Thread = { ...first.next, order: { id: orderId, link: 'confirmed' } }
    given(confirmed)
      .when(act())
      .then([complaint('late')])
  })

  it('reports a complaint without an order', () => {
    const { order: _, ...without } = understoodAs('service')
    const complaint = act()(without).events.find(({ type }) => type === complaintUnderstood.type)
    expect(complaint?.data).not.toHaveProperty('orderId')
  })

  it('applies a correction: other department, other target, other complaint', () => {
    const before = acted('late')
    const category = { name: 'invoice-request', confidence: 1, by: 'analyst' } as const
    const corrected: Thread = { ...before, category: { ...category, why: [] } }
    given(corrected)
      .when(act({ corrected: true }))
      .then(
        [
          timed('invoice-request'),
          threadRouted.happened({ from: 'stock-logistics', department: 'finance', by: 'category' }),
          complaintWithdrawn.happened({ category: 'late' }),
        ],
        (next) =>
          expect([next.clocks?.firstResponse?.targetMinutes, next.complaint]).toEqual([480, undefined]),
      )
  })

  it('withdraws a complaint with its issue after a correction', () => {
    const issues = [
      { id: 'iss_1', category: 'late' },
      { id: 'iss_2', category: 'service' },
    ]
    const before = { ...acted('late'), issues }
    const category: Thread['category'] = { name: 'defective', confidence: 1, why: [], by: 'analyst' }
    const { next, events } = act({ corrected: true })({ ...before, category })
    expect(events.slice(-2)).toEqual([
      complaintWithdrawn.happened({ category: 'late' }),
      complaint('defective'),
    ])
    expect(next).toMatchObject({ complaint: 'defective', issues: [{ id: 'iss_2' }] })
    const corrected = act({ corrected: true })({ ...next, category: { ...category, name: 'late' } })
    expect(corrected.events.slice(-2)).toEqual([
      complaintWithdrawn.happened({ category: 'defective' }),
      complaint('late'),
    ])
  })

  it('does not withdraw a complaint when a model changes the category', () => {
    const category: Thread['category'] = { name: 'defective', confidence: 0.9, why: [], by: 'model' }
    const { events } = act()({ ...acted('late'), category })
    expect(events.map(({ type }) => type)).not.toContain(complaintWithdrawn.type)
  })

  it('keeps the assigned department when a later mail has another category', () => {
    const before = acted('late')
    const category = { name: 'defective', confidence: 0.99, by: 'model' } as const
    expect(act()({ ...before, category: { ...category, why: [] } }).next.department).toBe('stock-logistics')
  })

  it('ignores a thread without category, closed or merged', () => {
    given(aThread()).when(act()).then([])
    given(understoodAs('late', { status: 'closed' }))
      .when(act())
      .then([])
    given(understoodAs('late', { mergedInto: 'thr_2' }))
      .when(act())
      .then([])
  })
})

describe('manual routing', () => {
  const to = (department: 'finance' | 'stock-logistics') => (thread: Thread) =>
    routeThread(thread, department, minutesLater(60))

  it('changes the department and keeps the clocks', () => {
    const before = acted('late')
    given(before)
      .when(to('finance'))
      .then(
        [threadRouted.happened({ from: 'stock-logistics', department: 'finance', by: 'person' })],
        (next) => expect(next.clocks).toEqual(before.clocks),
      )
    given(before).when(to('stock-logistics')).then([])
  })

  it('takes the thread out of triage', () => {
    given(understoodAs('late', {}, 0.3))
      .when(to('finance'))
      .then([threadRouted.happened({ department: 'finance', by: 'person' })], (next) =>
        expect(next.status).toBe('open'),
      )
  })

  it('is rejected for a closed or merged thread', () => {
    given(acted('late', { status: 'open', mergedInto: 'thr_2' }))
      .when(to('finance'))
      .then(rejected('illegal-transition'))
    given(understoodAs('late', { status: 'closed' }))
      .when(to('finance'))
      .then(rejected('illegal-transition'))
  })
})
