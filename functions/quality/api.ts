import { apiHandler } from '../../shared/http/api.ts'
import { commentOnIssueRoute } from './comment-on-issue.http.ts'
import { configureCheckRoute } from './configure-check.http.ts'
import { confirmDefectRoute } from './confirm-defect.http.ts'
import { editIssueRoute } from './edit-issue.http.ts'
import { getBackTestRoute } from './get-back-test.http.ts'
import { getCheckRoute } from './get-check.http.ts'
import { getCheckRecordRoute } from './get-check-record.http.ts'
import { getDefectRoute } from './get-defect.http.ts'
import { getIssueRoute } from './get-issue.http.ts'
import { getOrderFactsRoute } from './get-order-facts.http.ts'
import { getRunRoute } from './get-run.http.ts'
import { getSkuFactsRoute } from './get-sku-facts.http.ts'
import { getStoreFactsRoute } from './get-store-facts.http.ts'
import { issueHistoryRoute } from './issue-history.http.ts'
import { liftDefectRoute } from './lift-defect.http.ts'
import { listChecksRoute } from './list-checks.http.ts'
import { listDefectsRoute } from './list-defects.http.ts'
import { listIssuesRoute } from './list-issues.http.ts'
import { listQueueRoute } from './list-queue.http.ts'
import { reopenIssueRoute } from './reopen-issue.http.ts'
import { reportIssueRoute } from './report-issue.http.ts'
import { resolveIssueRoute } from './resolve-issue.http.ts'
import { startBackTestRoute } from './start-back-test.http.ts'
import { startIssueRoute } from './start-issue.http.ts'
import { tellOrderFactsRoute } from './tell-order-facts.http.ts'
import { tellSkuFactsRoute } from './tell-sku-facts.http.ts'
import { tellStoreFactsRoute } from './tell-store-facts.http.ts'
import { triageIssueRoute } from './triage-issue.http.ts'
import { verifyIssueRoute } from './verify-issue.http.ts'
import { waiveIssueRoute } from './waive-issue.http.ts'

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
  tellStoreFactsRoute,
  getSkuFactsRoute,
  tellSkuFactsRoute,
  getOrderFactsRoute,
  tellOrderFactsRoute,
  confirmDefectRoute,
  listDefectsRoute,
  getDefectRoute,
  liftDefectRoute,
  startBackTestRoute,
  getBackTestRoute,
]

export const handler = apiHandler(routes)
