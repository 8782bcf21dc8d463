import type { CheckResult } from '../../../events/quality/quality-events.ts'
import type { CheckIssue, ReportedIssue } from '../../../functions/quality/issues/issue.ts'
import { openReported, type Report } from '../../../functions/quality/issues/report-issue.ts'
import { followChecks } from '../../../functions/quality/runs/follow-check.ts'
import { blue } from '../../support/http.ts'
import { anOrder, noon } from '../../support/orders.ts'

const failure: CheckResult = {
  check: 'cpf',
  checkVersion: 1,
  outcome: 'failed',
  evidence: [{ field: 'customer.document', expected: 'a CPF', received: '1' }],
  mode: 'hold',
  department: 'front-office',
}

/** An issue of a check that holds its order, just opened through `ana`. */
export function aCheckIssue(changes: Partial<CheckIssue> = {}): CheckIssue {
  const [opened] = followChecks([], { order: anOrder(), results: [failure], by: 'ana', now: noon }, 1)
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
  ...(openReported(blue.store, aReport(), { turn: 1, number: 1, by: 'ana', now: noon })
    .next as ReportedIssue),
  ...changes,
})
