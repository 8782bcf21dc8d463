import { apiHandler } from '../../shared/http/api.ts'
import { getBackTestRoute } from './back-tests/get-back-test.http.ts'
import { getCheckRecordRoute } from './back-tests/get-check-record.http.ts'
import { startBackTestRoute } from './back-tests/start-back-test.http.ts'
import { configureCheckRoute } from './checks/configure-check.http.ts'
import { getCheckRoute } from './checks/get-check.http.ts'
import { listChecksRoute } from './checks/list-checks.http.ts'
import { confirmDefectRoute } from './defects/confirm-defect.http.ts'
import { getDefectRoute } from './defects/get-defect.http.ts'
import { liftDefectRoute } from './defects/lift-defect.http.ts'
import { listDefectsRoute } from './defects/list-defects.http.ts'
import { getOrderFactsRoute } from './facts/get-order-facts.http.ts'
import { getSkuFactsRoute } from './facts/get-sku-facts.http.ts'
import { getStoreFactsRoute } from './facts/get-store-facts.http.ts'
import { recordOrderFactsRoute } from './facts/record-order-facts.http.ts'
import { recordSkuFactsRoute } from './facts/record-sku-facts.http.ts'
import { recordStoreFactsRoute } from './facts/record-store-facts.http.ts'
import { commentOnIssueRoute } from './issues/comment-on-issue.http.ts'
import { editIssueRoute } from './issues/edit-issue.http.ts'
import { getIssueRoute } from './issues/get-issue.http.ts'
import { issueHistoryRoute } from './issues/issue-history.http.ts'
import { listIssuesRoute } from './issues/list-issues.http.ts'
import { reopenIssueRoute } from './issues/reopen-issue.http.ts'
import { reportIssueRoute } from './issues/report-issue.http.ts'
import { resolveIssueRoute } from './issues/resolve-issue.http.ts'
import { startIssueRoute } from './issues/start-issue.http.ts'
import { triageIssueRoute } from './issues/triage-issue.http.ts'
import { verifyIssueRoute } from './issues/verify-issue.http.ts'
import { waiveIssueRoute } from './issues/waive-issue.http.ts'
import { getRunRoute } from './runs/get-run.http.ts'
import { listQueueRoute } from './runs/list-queue.http.ts'

export const routes = [
  listIssuesRoute,
  getIssueRoute,
  reportIssueRoute,
  editIssueRoute,
  commentOnIssueRoute,
  triageIssueRoute,
  startIssueRoute,
  resolveIssueRoute,
  verifyIssueRoute,
  reopenIssueRoute,
  waiveIssueRoute,
  issueHistoryRoute,
  listQueueRoute,
  getCheckRecordRoute,
  getRunRoute,
  listChecksRoute,
  getCheckRoute,
  configureCheckRoute,
  getStoreFactsRoute,
  recordStoreFactsRoute,
  getSkuFactsRoute,
  recordSkuFactsRoute,
  getOrderFactsRoute,
  recordOrderFactsRoute,
  confirmDefectRoute,
  listDefectsRoute,
  getDefectRoute,
  liftDefectRoute,
  startBackTestRoute,
  getBackTestRoute,
]

export const handler = apiHandler(routes)
