import fc from 'fast-check'
import { issueStatuses } from '../../../events/quality/issue-events.ts'
import {
  commentOnIssue,
  editIssue,
  endWaiver,
  type Issue,
  isClosed,
  reopenIssue,
  resolveIssue,
  startIssue,
  triageIssue,
  verifyIssue,
} from '../../../functions/quality/issues/issue.ts'
import {
  addOccurrence,
  openReportedIssue,
  sortedReferences,
  subjectOf,
} from '../../../functions/quality/issues/report-issue.ts'
import { waiveIssue } from '../../../functions/quality/issues/waive-issue.ts'
import type { Decision } from '../../../shared/decision.ts'
import { given, rejected } from '../../support/given.ts'
import { storeA } from '../../support/http.ts'
import { fixedNow, later } from '../../support/orders.ts'
import { aCheckIssue, aReport, aReportedIssue } from './issues.ts'

const now = later(10)
const ofCheck = (issue: { orderId: string }) => ({ orderId: issue.orderId, check: 'cpf' })
const waive = (issue: Issue, by = 'boss', more: object = {}) =>
  waiveIssue(issue, { reason: 'a foreigner', expiresAt: later(60), ...more }, by, now)

describe('working on an issue', () => {
  it('triages, starts, resolves and verifies it, and publishes who does what', () => {
    given<Issue>(aReportedIssue())
      .when((issue) =>
        triageIssue(issue, { department: 'finance', severity: 'critical', assignee: 'rui' }, now),
      )
      .then(
        [{ type: 'quality.issue-triaged', data: { department: 'finance', assignee: 'rui' } }],
        (triaged) => {
          expect(triaged).toMatchObject({ status: 'triaged', assignee: 'rui', dueAt: later(24 * 60) })
          given(triaged)
            .when((issue) => startIssue(issue, 'eva', now))
            .then([{ type: 'quality.issue-started', data: { assignee: 'eva' } }], (started) =>
              given(started)
                .when((issue) => resolveIssue(issue, { resolution: 'fixed', note: 'new box' }, now))
                .then(
                  [{ type: 'quality.issue-resolved', data: { resolution: 'fixed', note: 'new box' } }],
                  (resolved) =>
                    given(resolved)
                      .when((issue) => verifyIssue(issue, { finding: 'confirmed' }, now))
                      .then([{ type: 'quality.issue-verified', data: { finding: 'confirmed' } }]),
                ),
            )
        },
      )
  })

  it('reopens a resolved or verified issue, and removes its resolution', () => {
    for (const status of ['resolved', 'verified'] as const)
      given<Issue>(
        aReportedIssue({ status, resolution: 'fixed', resolvedAt: fixedNow, finding: 'confirmed' }),
      )
        .when((issue) => reopenIssue(issue, 'it came again', now))
        .then(
          [{ type: 'quality.issue-reopened', data: { blocks: false, reason: 'it came again' } }],
          (issue) => {
            expect(issue.status).toBe('reopened')
            for (const gone of ['resolution', 'resolvedAt', 'finding']) expect(issue).not.toHaveProperty(gone)
          },
        )
  })

  const steps: Record<string, { do: (issue: Issue) => Decision<Issue>; from: readonly Issue['status'][] }> = {
    triage: { do: (issue) => triageIssue(issue, {}, now), from: ['open', 'reopened'] },
    start: { do: (issue) => startIssue(issue, 'eva', now), from: ['open', 'triaged', 'reopened'] },
    resolve: {
      do: (issue) => resolveIssue(issue, { resolution: 'fixed' }, now),
      from: ['open', 'triaged', 'in-progress', 'reopened'],
    },
    verify: { do: (issue) => verifyIssue(issue, {}, now), from: ['resolved'] },
    reopen: { do: (issue) => reopenIssue(issue, 'again', now), from: ['resolved', 'verified'] },
  }
  const forbidden = Object.entries(steps).flatMap(([name, { do: act, from }]) =>
    issueStatuses.filter((status) => !from.includes(status)).map((status) => ({ name, act, status })),
  )

  it.each(forbidden)('cannot $name an issue that is $status', ({ act, status }) => {
    given<Issue>(aReportedIssue({ status }))
      .when(act)
      .then(rejected('illegal-transition', { issueStatus: status }))
  })

  it('keeps status, resolution and version consistent in any order of actions', () => {
    const names = Object.keys(steps)
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 20 }), (scan) => {
        let issue: Issue = aReportedIssue()
        let happened = 0
        for (const name of scan) {
          if (!steps[name]!.from.includes(issue.status)) continue
          const { next, events } = steps[name]!.do(issue)
          happened += events.length
          issue = next
          expect(issue.resolution !== undefined && issue.resolvedAt !== undefined).toBe(isClosed(issue))
          expect(issue.version).toBe(1 + happened)
        }
      }),
    )
  })

  it('cannot resolve by hand what a check holds', () => {
    given<Issue>(aCheckIssue())
      .when((issue) => resolveIssue(issue, { resolution: 'no-fault' }, now))
      .then(rejected('illegal-transition'))
    given<Issue>(aCheckIssue({ status: 'resolved', resolution: 'condition-cleared' }))
      .when((issue) => reopenIssue(issue, 'really?', now))
      .then(rejected('illegal-transition'))
    const warning = aCheckIssue({ mode: 'warn' })
    given<Issue>(warning)
      .when((issue) => resolveIssue(issue, { resolution: 'no-fault' }, now))
      .then([{ type: 'quality.issue-resolved', data: { ...ofCheck(warning), resolution: 'no-fault' } }])
  })

  it('updates its fields, and creates no version without a change', () => {
    const rootCause = { category: 'method' as const, whys: ['the box gives way'] }
    given<Issue>(aReportedIssue({ assignee: 'eva' }))
      .when((issue) =>
        editIssue(issue, { rootCause, costs: { refund: 3990 }, severity: 'minor', assignee: null }, now),
      )
      .then(
        [
          {
            type: 'quality.issue-changed',
            data: { fields: ['rootCause', 'costs', 'severity', 'assignee'] },
          },
        ],
        (issue) => {
          expect(issue).toMatchObject({ rootCause, costs: { refund: 3990 }, dueAt: later(7 * 24 * 60) })
          expect(issue).not.toHaveProperty('assignee')
        },
      )
    given<Issue>(aReportedIssue({ rootCause }))
      .when((issue) => editIssue(issue, { rootCause, department: issue.department, assignee: null }, now))
      .then([])
  })

  it('counts comments', () => {
    given<Issue>(aReportedIssue({ comments: 2 }))
      .when((issue) => commentOnIssue(issue, 'asked', now))
      .then([{ type: 'quality.issue-commented', data: { comment: 'asked' } }], ({ comments }) =>
        expect(comments).toBe(3),
      )
  })
})

describe('waiving an issue', () => {
  it('waives the check for the present content of its relevant part', () => {
    const issue = aCheckIssue()
    given<Issue>(issue)
      .when((open) => waive(open, 'boss', { requestedBy: 'rui' }))
      .then(
        [
          {
            type: 'quality.issue-waived',
            data: { ...ofCheck(issue), reason: 'a foreigner', expiresAt: later(60) },
          },
        ],
        (waived) =>
          expect(waived).toMatchObject({
            status: 'resolved',
            resolution: 'waived',
            resolvedAt: now,
            waiver: {
              by: 'boss',
              requestedBy: 'rui',
              at: now,
              expiresAt: later(60),
              relevant: issue.relevant,
            },
          }),
      )
  })

  it.each([
    { who: 'opened it', issue: aCheckIssue({ openedBy: 'boss', changedBy: 'eva' }), more: {} },
    { who: 'made the order so', issue: aCheckIssue({ openedBy: 'ana', changedBy: 'boss' }), more: {} },
    { who: 'asked for it', issue: aCheckIssue(), more: { requestedBy: 'boss' } },
  ])('is forbidden for who $who', ({ issue, more }) => {
    given<Issue>(issue)
      .when((open) => waive(open, 'boss', more))
      .then(rejected('forbidden'))
  })

  it.each([
    { what: 'what somebody reported', issue: aReportedIssue() },
    { what: 'what is resolved', issue: aCheckIssue({ status: 'resolved', resolution: 'condition-cleared' }) },
    { what: 'what only warns', issue: aCheckIssue({ mode: 'warn' }) },
  ])('is rejected for $what', ({ issue }) => {
    given<Issue>(issue)
      .when((one) => waive(one))
      .then(rejected('illegal-transition'))
  })

  it.each([now, later(9), later(367 * 24 * 60)])('cannot last until %s', (expiresAt) => {
    given<Issue>(aCheckIssue())
      .when((issue) => waive(issue, 'boss', { expiresAt }))
      .then(rejected('invalid-request'))
  })

  it('is revoked by reopening: the order is held again, and a second waiver is possible', () => {
    const issue = aCheckIssue()
    const waived = waive(issue).next
    given<Issue>(waived)
      .when((one) => reopenIssue(one, 'the customer called', later(20)))
      .then(
        [
          { type: 'quality.waiver-ended', data: { ...ofCheck(issue), why: 'revoked' } },
          {
            type: 'quality.issue-reopened',
            data: { ...ofCheck(issue), blocks: true, reason: 'the customer called' },
          },
        ],
        (reopened) => {
          expect(reopened).toMatchObject({
            status: 'reopened',
            waiver: { ended: { at: later(20), why: 'revoked' } },
          })
          expect(waive(reopened).next).toMatchObject({ status: 'resolved', waiver: { at: now } })
          expect(waive(reopened).next).not.toMatchObject({ waiver: { ended: expect.anything() } })
        },
      )
  })

  it('ends once', () => {
    const ended = endWaiver(waive(aCheckIssue()).next as ReturnType<typeof aCheckIssue>, 'expired', later(60))
    given(ended.next as ReturnType<typeof aCheckIssue>)
      .when((issue) => endWaiver(issue, 'expired', later(70)) as Decision<typeof issue>)
      .then([])
  })
})

describe('reporting an issue', () => {
  it('identifies the subject by category and references, in any order and without duplicates', () => {
    const [sku, supplier] = aReport().references
    const same = [
      aReport({ references: [supplier!, sku!, sku!] }),
      aReport({ summary: 'another word', severity: 'minor', origin: 'e-mail', department: 'finance' }),
    ]
    const others = [
      aReport({ category: 'late' }),
      aReport({ references: [sku!] }),
      aReport({ references: [] }),
    ]
    const subject = subjectOf(storeA.store, aReport())
    expect(same.map((report) => subjectOf(storeA.store, report))).toEqual([subject, subject])
    for (const report of others) expect(subjectOf(storeA.store, report)).not.toBe(subject)
    expect(subjectOf('loja-verde', aReport())).not.toBe(subject)
    expect(sortedReferences([supplier!, sku!, supplier!])).toEqual([sku, supplier])
  })

  it('opens one issue for each sequence number', () => {
    const turns = [1, 2].map((turn) =>
      openReportedIssue(storeA.store, aReport(), { sequence: turn, number: 7, by: 'ana', now }),
    )
    expect(new Set(turns.map(({ next }) => next.id)).size).toBe(2)
    expect(turns[0]).toMatchObject({
      next: {
        number: 7,
        origin: 'claim',
        status: 'open',
        occurrences: 1,
        openedBy: 'ana',
        dueAt: later(10 + 72 * 60),
      },
      events: [{ type: 'quality.issue-opened', data: { blocks: false } }],
    })
  })

  it('adds an occurrence to the open issue, and raises its severity', () => {
    given<Issue>(aReportedIssue())
      .when((issue) =>
        addOccurrence(issue as ReturnType<typeof aReportedIssue>, aReport({ severity: 'critical' }), now),
      )
      .then(
        [{ type: 'quality.occurrence-added', data: { summary: 'the handle is cracked', occurrences: 2 } }],
        (issue) =>
          expect(issue).toMatchObject({ occurrences: 2, severity: 'critical', dueAt: later(24 * 60) }),
      )
    expect(addOccurrence(aReportedIssue(), aReport({ severity: 'minor' }), now).next.severity).toBe('major')
  })
})
