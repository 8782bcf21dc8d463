import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { checks } from '../checks/check-register.ts'
import { issuesOfWeek } from '../issues/issue.store.ts'
import { weeksUntil } from '../issues/week.ts'
import { CheckRecord, RecordPath, RecordQuery } from '../runs/queue-requests.ts'
import { recordOfWeek } from './check-record.ts'

/** Returns the weekly accuracy of a check: its findings, how many were right, and the money saved. */
export const getCheckRecordRoute = route({
  method: 'GET',
  path: '/quality/checks/{code}/record',
  scope: 'quality:read',
  summary: 'Get the weekly accuracy of a check',
  params: RecordPath,
  query: RecordQuery,
  response: CheckRecord,
  success: 200,
  run: async ({ params: { code }, query: { weeks: count }, principal: { store }, now }) => {
    if (!checks.some((check) => check.code === code)) throw new DomainError('not-found', 'Check not found.')
    const weeks = weeksUntil(now, count).map(async (week) =>
      recordOfWeek(week, await issuesOfWeek(store, code, week)),
    )
    return { check: code, weeks: await Promise.all(weeks) }
  },
})
