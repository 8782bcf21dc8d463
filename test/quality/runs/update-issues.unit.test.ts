import type { CheckResult, Evidence } from '../../../events/quality/quality-events.ts'
import { cpfCheck } from '../../../functions/quality/checks/identity/cpf.ts'
import { runChecks } from '../../../functions/quality/checks/run-checks.ts'
import { relevantPart } from '../../../functions/quality/checks/waiver.ts'
import { type CheckIssue, issueId, resolveIssue } from '../../../functions/quality/issues/issue.ts'
import { waiveIssue } from '../../../functions/quality/issues/waive-issue.ts'
import {
  closeIssues,
  countNew,
  updateIssues,
  waiversOf,
} from '../../../functions/quality/runs/update-issues.ts'
import { anOrder, fixedNow, later } from '../../support/orders.ts'

const order = anOrder()
const seen = (received: string, field = 'customer.document'): Evidence => ({
  field,
  expected: 'a CPF',
  received,
})
const result = (outcome: CheckResult['outcome'], ...evidence: Evidence[]): CheckResult => ({
  check: 'cpf',
  checkVersion: 1,
  outcome,
  evidence,
  ...(outcome === 'failed' || outcome === 'waived' ? { mode: 'block', department: 'front-office' } : {}),
})
const failed = (received = '1') => result('failed', seen(received))
const warned = (): CheckResult => ({ ...failed(), mode: 'warn' })

/** The decision on the issue of one check, for one content version of the order. */
function follow(issue: CheckIssue | undefined, checkResult: CheckResult, contentVersion = 1, of = order) {
  const checked = {
    order: { ...of, contentVersion },
    results: [checkResult],
    by: 'ana',
    now: later(contentVersion),
  }
  const [decision, ...more] = updateIssues(issue === undefined ? [] : [issue], checked, 7)
  expect(more).toEqual([])
  return decision as { next: CheckIssue; events: { type: string; data: object }[] } | undefined
}

const open = follow(undefined, failed())?.next
const resolved = follow(open, result('passed'), 2)?.next
const waived = () =>
  waiveIssue(open!, { reason: 'a foreigner', expiresAt: later(100) }, 'boss', later(2)).next as CheckIssue
const about = { orderId: order.id, check: 'cpf' }

describe('a check result and its issue', () => {
  it('opens an issue on the first failure, with its own id and the next number', () => {
    expect(follow(undefined, failed())).toEqual({
      next: {
        origin: 'check',
        id: issueId(order.store, order.id, 'cpf'),
        store: order.store,
        version: 1,
        number: 7,
        orderId: order.id,
        channel: order.channel,
        externalId: order.externalId,
        check: 'cpf',
        category: 'cpf',
        checkVersion: 1,
        mode: 'block',
        severity: 'critical',
        department: 'front-office',
        status: 'open',
        references: [
          { kind: 'order', value: order.id },
          { kind: 'channel', value: order.channel },
        ],
        evidence: [seen('1')],
        contentVersion: 1,
        openedAt: later(1),
        openedBy: 'ana',
        changedBy: 'ana',
        updatedAt: later(1),
        dueAt: later(1 + 24 * 60),
        relevant: relevantPart(cpfCheck, order),
        moneyAtStake: order.totals.total,
      },
      events: [{ type: 'quality.issue-opened', data: { ...about, blocks: true } }],
    })
    expect(issueId(order.store, order.id, 'cnpj')).not.toBe(issueId(order.store, order.id, 'cpf'))
  })

  it('refers to the lines that the evidence names, each once', () => {
    const [first, second] = order.lines
    const lines = [first!, { ...second!, supplier: 'louca-fina', lot: 'L7' }]
    const evidence = ['lines[1].unitPrice', 'lines[1].sku', 'totals.total', 'lines[9].sku'].map((field) =>
      seen('1', field),
    )
    const found = follow(undefined, result('failed', ...evidence), 1, { ...order, lines })
    expect(found?.next.references.slice(2)).toEqual([
      { kind: 'sku', value: 'PRATO-7' },
      { kind: 'lot', value: 'L7' },
      { kind: 'supplier', value: 'louca-fina' },
    ])
  })

  it('numbers only the new issues of a run, consecutively', () => {
    const results = ['cpf', 'cnpj', 'cep-uf'].map((check) => ({ ...failed(), check }))
    const checked = { order, results, by: 'ana', now: fixedNow }
    expect(countNew([open!], results)).toBe(2)
    expect(updateIssues([open!], checked, 20).map(({ next }) => next.number)).toEqual([7, 20, 21].slice(1))
  })

  it('does not hold the order with a warning', () => {
    expect(follow(undefined, warned())).toMatchObject({
      next: { severity: 'minor', mode: 'warn', dueAt: later(1 + 7 * 24 * 60) },
      events: [{ data: { blocks: false } }],
    })
  })

  it.each(['passed', 'not-applicable'] as const)('resolves an open issue when the check is %s', (outcome) => {
    expect(follow(open, result(outcome), 2)).toEqual({
      next: {
        ...open,
        version: 2,
        status: 'resolved',
        resolution: 'condition-cleared',
        contentVersion: 2,
        resolvedAt: later(2),
        updatedAt: later(2),
      },
      events: [{ type: 'quality.issue-resolved', data: { ...about, resolution: 'condition-cleared' } }],
    })
  })

  it('resolves an issue whose check is turned off, or in shadow mode', () => {
    const checked = { order, results: [], by: 'ana', now: later(2) }
    for (const end of [
      updateIssues([open!], checked, 1)[0],
      follow(open, { ...failed(), mode: 'shadow' }, 2),
    ])
      expect(end?.next).toMatchObject({ status: 'resolved', resolution: 'check-off' })
  })

  it.each(['triaged', 'in-progress', 'reopened'] as const)('resolves an issue that is %s', (status) => {
    expect(follow({ ...open!, status }, result('passed'), 2)?.next.status).toBe('resolved')
  })

  it('updates the evidence, and keeps who opened the issue and when', () => {
    const changed = follow({ ...open!, openedBy: 'rui', status: 'triaged' }, failed('2'), 3)
    expect(changed?.events).toEqual([
      { type: 'quality.issue-changed', data: { ...about, fields: ['evidence'] } },
    ])
    expect(changed?.next).toMatchObject({
      version: 2,
      status: 'triaged',
      evidence: [seen('2')],
      openedAt: later(1),
      openedBy: 'rui',
      changedBy: 'ana',
    })
  })

  it('publishes when the issue stops or starts to hold the order', () => {
    const softened = follow(open, warned(), 2)
    expect(softened?.events).toEqual([
      { type: 'quality.issue-changed', data: { ...about, fields: ['mode'], blocks: false } },
    ])
    expect(follow(softened?.next, failed(), 3)?.events[0]?.data).toMatchObject({ blocks: true })
  })

  it('reopens a resolved issue, even for the same evidence', () => {
    const again = follow(resolved, failed(), 3)
    expect(again?.events).toEqual([{ type: 'quality.issue-reopened', data: { ...about, blocks: true } }])
    expect(again?.next).toMatchObject({ version: 3, status: 'reopened' })
    expect(again?.next).not.toHaveProperty('resolvedAt')
    expect(again?.next).not.toHaveProperty('resolution')
  })

  it('leaves a manual resolution until the evidence changes', () => {
    const opened = follow(undefined, warned())!.next
    const closed = resolveIssue(opened, { resolution: 'no-fault' }, later(2)).next as CheckIssue
    expect(follow(closed, warned(), 3)).toBeUndefined()
    expect(follow(closed, { ...warned(), evidence: [seen('2')] }, 3)?.next.status).toBe('reopened')
  })

  it.each([
    { what: 'an unchanged failure', issue: open, checkResult: failed() },
    { what: 'a pass without an issue', issue: undefined, checkResult: result('passed') },
    { what: 'a pass with a resolved issue', issue: resolved, checkResult: result('passed') },
    {
      what: 'a check that is not applicable, without an issue',
      issue: undefined,
      checkResult: result('not-applicable'),
    },
    { what: 'a check with a missing fact', issue: open, checkResult: result('not-evaluated') },
    { what: 'a failure in shadow', issue: undefined, checkResult: { ...failed(), mode: 'shadow' as const } },
  ])('changes nothing for $what', ({ issue, checkResult }) => {
    expect(follow(issue, checkResult)).toBeUndefined()
  })
})

describe('a check that is evaluated in part', () => {
  const partly = (checkResult: CheckResult, ...missing: string[]): CheckResult => ({
    ...checkResult,
    missing,
  })
  const seenInPart = follow(undefined, partly(failed(), 'openComplaints'))?.next

  it('resolves its issue when it evaluates as much again and finds nothing', () => {
    expect(seenInPart?.missing).toEqual(['openComplaints'])
    expect(follow(seenInPart, partly(result('not-evaluated'), 'openComplaints'))?.next).toMatchObject({
      status: 'resolved',
      resolution: 'condition-cleared',
    })
  })

  it('leaves its issue open when fewer facts are available than before', () => {
    expect(follow(open, partly(result('not-evaluated'), 'openComplaints'))).toBeUndefined()
    const less = partly(result('not-evaluated'), 'openComplaints', 'openDefects')
    expect(follow(seenInPart, less)).toBeUndefined()
  })

  it('removes the missing facts once it evaluates all', () => {
    expect(follow(seenInPart, failed('2'), 2)?.next).not.toHaveProperty('missing')
  })
})

describe('a waiver', () => {
  it('applies until it is ended', () => {
    expect([...waiversOf([waived(), resolved!])]).toEqual([['cpf', waived().waiver]])
    const [ended] = [follow(waived(), failed(), 3, { ...order, customer: { name: 'X', document: '2' } })]
    expect(waiversOf([ended!.next]).size).toBe(0)
  })

  it('changes only its own check’s failure to waived', () => {
    const wrong = { ...order, customer: { ...order.customer, document: '111.444.777-36' } }
    const held = updateIssues(
      [],
      { order: wrong, results: runChecks(wrong, { now: fixedNow }), by: 'ana', now: fixedNow },
      1,
    )
    const waivers = waiversOf([
      waiveIssue(held[0]!.next, { reason: 'x', expiresAt: later(9) }, 'boss', fixedNow).next as CheckIssue,
    ])
    const outcomes = (of: typeof wrong, now: string) =>
      runChecks(of, { now, waivers }).flatMap(({ check, outcome }) =>
        outcome === 'failed' || outcome === 'waived' ? [`${check} ${outcome}`] : [],
      )
    expect(outcomes(wrong, later(8))).toEqual(['cpf waived'])
    expect(outcomes(wrong, later(9))).toEqual(['cpf failed'])
    const worse = { ...wrong, shippingAddress: { ...wrong.shippingAddress, cep: '20040-002' } }
    expect(outcomes(worse, later(8))).toEqual(['cpf waived', 'cep-uf failed'])
    const another = { ...wrong, customer: { ...wrong.customer, document: '111.444.777-37' } }
    expect(outcomes(another, later(8))).toEqual(['cpf failed'])
  })

  it('keeps the issue closed while it applies', () => {
    expect(follow(waived(), result('waived', seen('1')), 3)).toBeUndefined()
  })

  it.each([
    { when: 'the order changed', now: 3, why: 'order-changed' },
    { when: 'it expired', now: 101, why: 'expired' },
  ])('ends when $when, and the issue holds the order again', ({ now, why }) => {
    const ended = follow(waived(), failed('2'), now)
    expect(ended?.events).toEqual([
      { type: 'quality.waiver-ended', data: { ...about, why } },
      { type: 'quality.issue-reopened', data: { ...about, blocks: true } },
    ])
    expect(ended?.next).toMatchObject({
      status: 'reopened',
      evidence: [seen('2')],
      waiver: { by: 'boss', ended: { at: later(now), why } },
    })
  })

  it.each([
    { what: 'a change of its relevant part', document: '529.982.247-25', why: 'order-changed' },
    { what: 'the check passing without it', document: order.customer.document, why: 'condition-cleared' },
  ])('ends with $what: the order is released permanently', ({ document, why }) => {
    const corrected = { ...order, customer: { ...order.customer, ...(document && { document }) } }
    const ended = follow(waived(), result('passed'), 3, corrected)
    expect(ended?.events).toEqual([
      { type: 'quality.waiver-ended', data: { ...about, why } },
      { type: 'quality.issue-resolved', data: { ...about, resolution: 'condition-cleared' } },
    ])
    expect(ended?.next).toMatchObject({ status: 'resolved', resolution: 'condition-cleared' })
  })
})

describe('an order that leaves', () => {
  const leave = (status: 'dispatched' | 'cancelled', ...issues: CheckIssue[]) =>
    closeIssues(issues, { status }, later(5)) as {
      next: CheckIssue
      events: { type: string; data: object }[]
    }[]
  const warning = follow(undefined, warned())!.next

  it.each([
    { status: 'cancelled', resolution: 'order-cancelled' },
    { status: 'dispatched', resolution: 'order-left' },
  ] as const)('resolves the issues that held it when it is $status', ({ status, resolution }) => {
    expect(leave(status, open!, { ...open!, status: 'in-progress' }).map(({ next }) => next)).toEqual(
      Array.from({ length: 2 }, () =>
        expect.objectContaining({ status: 'resolved', resolution, resolvedAt: later(5), version: 2 }),
      ),
    )
  })

  it('keeps resolved issues, and warnings about a dispatched order', () => {
    expect(leave('dispatched', resolved!, warning)).toEqual([])
    expect(leave('cancelled', resolved!, warning)).toMatchObject([
      { next: { mode: 'warn', status: 'resolved' } },
    ])
  })

  it('ends its waivers', () => {
    expect(leave('dispatched', waived())).toMatchObject([
      {
        next: {
          status: 'resolved',
          resolution: 'waived',
          waiver: { ended: { at: later(5), why: 'order-left' } },
        },
        events: [{ type: 'quality.waiver-ended', data: { ...about, why: 'order-left' } }],
      },
    ])
  })
})
