import type { CheckResult } from '../../../events/quality/quality-events.ts'
import {
  clockOf,
  dueForWarning,
  expiredWaiver,
  queueKeys,
  warnAtRisk,
} from '../../../functions/quality/runs/hold-clock.ts'
import { type Run, recordRun } from '../../../functions/quality/runs/run.ts'
import { latestRelease } from '../../../shared/calendar.ts'
import { lists } from '../../../shared/table/keys.ts'
import { given } from '../../support/given.ts'
import { anOrder, anOrderThatIs, fixedNow, later } from '../../support/orders.ts'

const order = anOrder()
const releaseBy = latestRelease(order, {})!
const before = (minutes: number) => new Date(Date.parse(releaseBy) - minutes * 60_000).toISOString()
const result = (
  check: string,
  outcome: CheckResult['outcome'],
  department: CheckResult['department'] = 'front-office',
  mode: CheckResult['mode'] = 'hold',
): CheckResult => ({ check, checkVersion: 1, outcome, evidence: [], mode, department })

const runOf = (results: CheckResult[], more: object = {}, current?: Run): Run =>
  recordRun(current, order, { results, ...more }, fixedNow)!.next
const held = runOf([result('cpf', 'failed')])
const shard = lists.qualityQueue.shardOf(order.store)

describe('the clock of a held order', () => {
  it('is the latest release by the store’s opening hours', () => {
    expect(held.releaseBy).toBe(releaseBy)
    const hours = { handlingP90Minutes: 240 }
    expect(runOf([result('cpf', 'failed')], { hours }).releaseBy).toBe(latestRelease(order, hours))
    expect(latestRelease(order, hours)! < releaseBy).toBe(true)
    expect(runOf([result('cpf', 'passed')]).releaseBy).toBeUndefined()
    expect(runOf([result('cpf', 'failed', 'front-office', 'warn')]).releaseBy).toBeUndefined()
  })

  it('sorts the queue of its store, orders without a deadline last', () => {
    const { dispatchBy: _, ...patient } = order
    const waiting = recordRun(undefined, patient, { results: [result('cpf', 'failed')] }, fixedNow)!.next
    expect(queueKeys(held)).toEqual({
      gsi2pk: lists.qualityQueue.partition(shard),
      gsi2sk: `loja-azul#${releaseBy}#${order.id}`,
    })
    expect(String(queueKeys(waiting).gsi2sk) > String(queueKeys(held).gsi2sk)).toBe(true)
  })

  it('leaves the queue once the order passed, left or was cancelled', () => {
    expect(queueKeys(runOf([result('cpf', 'passed')]))).toEqual({})
    for (const status of ['dispatched', 'delivered', 'cancelled'] as const)
      expect(queueKeys({ ...held, order: { ...anOrderThatIs(status), holds: [] } })).toEqual({})
  })

  it('is due for a warning from four hours before the latest release', () => {
    const sort = queueKeys(held).gsi2sk ?? ''
    expect(dueForWarning(sort, before(241))).toBeUndefined()
    for (const now of [before(240), before(0), before(-600)])
      expect(dueForWarning(sort, now)).toEqual({ store: order.store, orderId: order.id })
    expect(dueForWarning(`loja-azul#9999#${order.id}`, before(0))).toBeUndefined()
  })

  it('warns each department that holds the order, once', () => {
    const run = runOf([
      result('cpf', 'failed'),
      result('price', 'failed', 'finance'),
      result('cep-uf', 'failed'),
      result('channel-fees', 'failed', 'finance', 'warn'),
      result('oversell', 'failed', 'stock-logistics', 'shadow'),
      result('fraud', 'waived', 'legal'),
    ])
    const about = { orderId: order.id, releaseBy, moneyAtStake: order.totals.total }
    given(run)
      .when((one) => {
        const { next, events } = warnAtRisk(one, before(60))
        return { next, events: events.slice(0, 1) }
      })
      .then([
        {
          type: 'quality.hold-at-risk',
          data: { ...about, department: 'front-office', checks: ['cpf', 'cep-uf'] },
        },
      ])
    const publishedEvents = warnAtRisk(run, before(60))
    expect(publishedEvents.events.slice(1).map(({ data }) => data)).toEqual([
      { ...about, department: 'finance', checks: ['price'] },
    ])
    expect(dueForWarning(queueKeys(publishedEvents.next).gsi2sk ?? '', before(30))).toBeUndefined()
    given(publishedEvents.next)
      .when((one) => warnAtRisk(one, before(30)))
      .then([])
  })

  it('warns again only for another latest release', () => {
    const publishedEvents = warnAtRisk(held, before(60)).next
    expect(runOf([result('cep-uf', 'failed')], {}, publishedEvents).atRiskAt).toBe(before(60))
    const sooner = { hours: { handlingP90Minutes: 600 } }
    expect(runOf([result('cep-uf', 'failed')], sooner, publishedEvents).atRiskAt).toBeUndefined()
  })

  it('has no warning for a passed order', () => {
    given(runOf([result('cpf', 'passed')]))
      .when((one) => warnAtRisk(one, before(0)))
      .then([])
  })
})

describe('the clock of an order that passed by waivers', () => {
  const waivers = new Map([
    ['cpf', { relevant: 'x', expiresAt: later(90) }],
    ['price', { relevant: 'y', expiresAt: later(60) }],
  ])
  const passed = runOf([result('cpf', 'waived'), result('price', 'waived')], { waivers })

  it('is the first expiry', () => {
    expect(passed.outcome).toBe('passed')
    expect(queueKeys(passed)).toEqual({
      gsi2pk: lists.waivedOrders.partition(shard),
      gsi2sk: `${later(60)}#loja-azul#${order.id}`,
    })
    const sort = queueKeys(passed).gsi2sk ?? ''
    expect(expiredWaiver(sort, later(59))).toBeUndefined()
    expect(expiredWaiver(sort, later(60))).toEqual({ store: order.store, orderId: order.id })
  })

  it('counts only waivers that were needed', () => {
    const results = [result('cpf', 'waived'), result('price', 'passed')]
    expect(clockOf(undefined, order, 'passed', { results, waivers })).toEqual({ waivedUntil: later(90) })
    expect(clockOf(undefined, order, 'passed', { results: [], waivers })).toEqual({})
  })
})
