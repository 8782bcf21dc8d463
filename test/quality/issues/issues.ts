import type { CheckResult } from '../../../events/quality/quality-events.ts'
import type { CheckIssue, ReportedIssue } from '../../../functions/quality/issues/issue.ts'
import { openReportedIssue, type Report } from '../../../functions/quality/issues/report-issue.ts'
import { updateIssues } from '../../../functions/quality/runs/update-issues.ts'
import { storeA } from '../../support/http.ts'
import { anOrder, fixedNow } from '../../support/orders.ts'

const failure: CheckResult = {
  check: 'cpf',
  checkVersion: 1,
  outcome: 'failed',
  evidence: [{ field: 'customer.document', expected: 'a CPF', received: '1' }],
  mode: 'hold',
  department: 'front-office',
}

/** A check's issue that holds its order, just opened by `ana`. */
export function aCheckIssue(changes: Partial<CheckIssue> = {}): CheckIssue {
  const [opened] = updateIssues([], { order: anOrder(), results: [failure], by: 'ana', now: fixedNow }, 1)
  return { ...(opened!.next as CheckIssue), ...changes }
}

export const aReport = (changes: Partial<Report> = {}): Report => ({
  origin: 'claim',
  category: 'damaged',
  severity: 'major',
  department: 'stock-logistics',
  summary: 'the handle is cracked',
  references: [
    { kind: 'sku', value: 'CANECA-1' },
    { kind: 'supplier', value: 'ceramica-sul' },
  ],
  ...changes,
})

/** An issue just reported by `ana`. */
export const aReportedIssue = (changes: Partial<ReportedIssue> = {}): ReportedIssue => ({
  ...(openReportedIssue(storeA.store, aReport(), { sequence: 1, number: 1, by: 'ana', now: fixedNow })
    .next as ReportedIssue),
  ...changes,
})
