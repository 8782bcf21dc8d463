import type { CheckResult, Evidence } from '../../events/quality-events.ts'
import { followResult, type Issue, issueId } from '../../functions/quality/issue.ts'
import { anOrder, later, noon } from '../support/orders.ts'

const order = anOrder()
const seen = (received: string): Evidence => ({ field: 'customer.document', expected: 'a CPF', received })
const result = (outcome: CheckResult['outcome'], ...evidence: Evidence[]): CheckResult => ({
  check: 'cpf',
  checkVersion: 1,
  outcome,
  evidence,
})
const failed = (received = '1'): CheckResult => ({
  ...result('failed', seen(received)),
  mode: 'block',
  department: 'front-office',
})
const follow = (known: Issue | undefined, said: CheckResult, contentVersion = 1) =>
  followResult(known, { ...order, contentVersion }, said, later(contentVersion))
const open = follow(undefined, failed())?.next
const resolved = follow(open, result('passed'), 2)?.next

describe('what a check’s result means for its issue', () => {
  it('opens one on the first failure, under an id of its own', () => {
    expect(follow(undefined, failed())).toEqual({
      next: {
        id: issueId(order.store, order.id, 'cpf'),
        store: order.store,
        version: 1,
        orderId: order.id,
        channel: order.channel,
        externalId: order.externalId,
        check: 'cpf',
        checkVersion: 1,
        severity: 'block',
        department: 'front-office',
        status: 'open',
        evidence: [seen('1')],
        contentVersion: 1,
        openedAt: later(1),
        updatedAt: later(1),
      },
      events: [{ type: 'quality.issue-opened', data: { orderId: order.id, check: 'cpf', blocks: true } }],
    })
    expect(issueId(order.store, order.id, 'cnpj')).not.toBe(issueId(order.store, order.id, 'cpf'))
  })

  it.each(['passed', 'not-applicable'] as const)('resolves an open one when it is %s', (outcome) => {
    expect(follow(open, result(outcome), 2)).toEqual({
      next: {
        ...open,
        version: 2,
        status: 'resolved',
        contentVersion: 2,
        resolvedAt: later(2),
        updatedAt: later(2),
      },
      events: [{ type: 'quality.issue-resolved', data: { orderId: order.id, check: 'cpf' } }],
    })
  })

  it('changes it when what is seen is another, and keeps when it was opened', () => {
    const changed = follow(open, failed('2'), 3)
    expect(changed?.events).toEqual([
      { type: 'quality.issue-changed', data: { orderId: order.id, check: 'cpf' } },
    ])
    expect(changed?.next).toMatchObject({ version: 2, evidence: [seen('2')], openedAt: later(1) })
  })

  it('reopens a resolved one, even by the same evidence', () => {
    const again = follow(resolved, failed(), 3)
    expect(again?.events).toEqual([
      { type: 'quality.issue-reopened', data: { orderId: order.id, check: 'cpf', blocks: true } },
    ])
    expect(again?.next).toMatchObject({ version: 3, status: 'open' })
    expect(again?.next).not.toHaveProperty('resolvedAt')
  })

  it.each([
    { what: 'a failure seen already', known: open, said: failed() },
    { what: 'a pass where none is open', known: undefined, said: result('passed') },
    { what: 'a pass of what is resolved', known: resolved, said: result('passed') },
    { what: 'a check without business where none is open', known: undefined, said: result('not-applicable') },
  ])('has nothing to do with $what', ({ known, said }) => {
    expect(followResult(known, order, said, noon)).toBeUndefined()
  })
})
