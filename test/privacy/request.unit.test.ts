import type { HolderName, ReportedRecord } from '../../events/privacy/privacy-schema.ts'
import { holders } from '../../events/privacy/privacy-schema.ts'
import {
  openRequest,
  type PersonalDataReport,
  type PrivacyRequest,
  recordReport,
  reviewRequest,
} from '../../functions/privacy/request.ts'
import { storeA } from '../support/http.ts'
import { fixedNow, later } from '../support/orders.ts'

const person = { documents: ['529.982.247-25'] }
const emptyIdentity = { documents: [], emails: [], phones: [] }
const opened = (kind: PrivacyRequest['kind'] = 'erasure') =>
  openRequest({ id: 'prv_1', store: storeA.store, kind, identity: person, by: 'ana' }, fixedNow)

type Said = Partial<Record<HolderName, readonly ReportedRecord[]>>

const answerOf = (
  request: PrivacyRequest,
  slice: HolderName,
  records: readonly ReportedRecord[],
  more: Partial<PersonalDataReport> = {},
): PersonalDataReport => ({
  id: `pan_${slice}`,
  store: storeA.store,
  version: 1,
  requestId: request.id,
  round: request.round,
  slice,
  part: 0,
  parts: 1,
  records: [...records],
  identity: emptyIdentity,
  ...more,
})

/** All slices report in one round; slices that are not named report no records. */
const round = (request: PrivacyRequest, said: Said = {}, now = later(1)) =>
  holders.reduce(
    ({ next }, slice) => recordReport(next, answerOf(next, slice, said[slice] ?? []), now, ['hash']),
    { next: request, events: [] } as ReturnType<typeof recordReport>,
  )

const run: ReportedRecord = { kind: 'quality-run', id: 'ord_1', orderId: 'ord_1', fate: 'reported' }
const order: ReportedRecord = {
  kind: 'order',
  id: 'ord_1',
  orderId: 'ord_1',
  sale: { channel: 'loja-propria', externalId: '1001' },
  fate: 'reported',
}
const kept = { basis: 'contract', why: 'it is under way' } as const

describe('a privacy request', () => {
  it('requests data from every slice, and again while the identity grows', () => {
    const { next, events } = opened('export')
    expect(events).toEqual([{ type: 'privacy.personal-data-requested', data: { round: 1, act: 'report' } }])
    const second = round(next, { quality: [run] })
    expect(second.next).toMatchObject({ round: 2, orderIds: ['ord_1'] })
    const third = round(second.next, { quality: [run], orders: [order] })
    expect(third.next).toMatchObject({ round: 3, sales: [{ orderId: 'ord_1', externalId: '1001' }] })
    const last = round(third.next, { quality: [run], orders: [order] })
    expect(last.next).toMatchObject({ status: 'finished', found: { order: 1, 'quality-run': 1 } })
    expect(last.events).toEqual([{ type: 'privacy.request-finished', data: { kind: 'export', kept: 0 } }])
  })

  it('adds addresses from a slice and requests data about them, too', () => {
    const { next } = opened('export')
    const identity = { ...emptyIdentity, emails: ['maria@example.com'] }
    const reported = recordReport(next, answerOf(next, 'quality', [run], { identity }), fixedNow)
    expect(reported.next.identity?.emails).toEqual(['maria@example.com'])
    expect(reported.events).toEqual([])
  })

  it('waits for every part of a report, and ignores repeated and late parts', () => {
    const { next } = opened('export')
    const half = recordReport(next, answerOf(next, 'orders', [], { parts: 2 }), fixedNow).next
    const rest = round(half, {})
    expect(rest.next.status).toBe('gathering')
    expect(recordReport(half, answerOf(half, 'orders', [], { parts: 2 }), fixedNow)).toEqual({
      next: half,
      events: [],
    })
    expect(recordReport(half, answerOf(half, 'quality', [run], { round: 0 }), fixedNow).next).toBe(half)
    const whole = recordReport(rest.next, answerOf(half, 'orders', [], { part: 1, parts: 2 }), fixedNow)
    expect(whole.next.status).toBe('finished')
  })

  it('erases all found records, then those of the erased orders, then its own identity', () => {
    const found = round(round(opened().next, { quality: [run], orders: [order] }).next, {
      quality: [run],
      orders: [order],
    })
    expect(found.events).toEqual([
      { type: 'privacy.personal-data-requested', data: { round: 3, act: 'erase' } },
    ])
    const pending: ReportedRecord = { ...run, fate: 'pending' }
    const orders = round(found.next, { orders: [{ ...order, fate: 'erased' }], quality: [pending] })
    expect(orders.next).toMatchObject({ status: 'gathering', erasedOrderIds: ['ord_1'] })
    const last = round(orders.next, {
      orders: [{ ...order, fate: 'already-erased' }],
      quality: [{ ...run, fate: 'erased' }],
    })
    expect(last.next).toMatchObject({
      status: 'finished',
      erased: { order: 1, 'quality-run': 1 },
      subject: ['hash'],
    })
    expect(last.next.identity).toBeUndefined()
  })

  it('requests data again after the erasure of an order, to find newer records', () => {
    const found = round(round(opened().next, { orders: [order] }).next, { orders: [order] })
    const orders = round(found.next, { orders: [{ ...order, fate: 'erased' }] })
    expect(orders.events).toEqual([
      { type: 'privacy.personal-data-requested', data: { round: 4, act: 'erase' } },
    ])
    const erased: Said = { orders: [{ ...order, fate: 'already-erased' }] }
    const late = round(orders.next, { ...erased, quality: [{ ...run, fate: 'erased' }] })
    expect(late.next).toMatchObject({ status: 'finished', erased: { order: 1, 'quality-run': 1 } })
  })

  it('names retained records with the reason, and requests data again when retention ends', () => {
    const all: Said = { orders: [{ ...order, fate: 'kept', kept }], quality: [{ ...run, fate: 'pending' }] }
    const erasing = round(round(opened().next, { quality: [run], orders: [order] }).next, {
      quality: [run],
      orders: [order],
    })
    const { next } = round(erasing.next, all)
    expect(next).toMatchObject({ status: 'waiting', kept: [{ kind: 'order', id: 'ord_1', ...kept }] })
    expect(next.identity).toBeDefined()
    expect(next.reviewAt).toBe(later(1 + 24 * 60))
    expect(reviewRequest(next, later(2)).events).toEqual([])
    expect(reviewRequest(next, later(1 + 24 * 60)).next).toMatchObject({
      status: 'gathering',
      phase: 'finding',
    })
  })

  it('does not wait for records that are retained permanently', () => {
    const suppression: ReportedRecord = {
      kind: 'suppression',
      id: 'sup_1',
      fate: 'kept',
      kept: { basis: 'legal-obligation', why: 'so that no mail goes there' },
    }
    const erasing = round(opened().next)
    const { next } = round(erasing.next, { email: [suppression] })
    expect(next).toMatchObject({ status: 'finished', kept: [{ id: 'sup_1' }] })
  })

  it('stops for a day when a record stays pending', () => {
    let { next } = opened()
    for (let n = 0; n < 20 && next.status === 'gathering'; n += 1)
      next = round(next, { quality: [{ ...run, fate: 'pending' }] }).next
    expect(next.status).toBe('waiting')
  })
})
