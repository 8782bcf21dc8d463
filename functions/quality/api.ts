import { apiHandler } from '../../shared/http/api.ts'
import { configureCheckRoute } from './configure-check.http.ts'
import { confirmDefectRoute } from './confirm-defect.http.ts'
import { getBackTestRoute } from './get-back-test.http.ts'
import { getCheckRoute } from './get-check.http.ts'
import { getDefectRoute } from './get-defect.http.ts'
import { getIssueRoute } from './get-issue.http.ts'
import { getOrderFactsRoute } from './get-order-facts.http.ts'
import { getRunRoute } from './get-run.http.ts'
import { getSkuFactsRoute } from './get-sku-facts.http.ts'
import { getStoreFactsRoute } from './get-store-facts.http.ts'
import { liftDefectRoute } from './lift-defect.http.ts'
import { listChecksRoute } from './list-checks.http.ts'
import { listIssuesRoute } from './list-issues.http.ts'
import { startBackTestRoute } from './start-back-test.http.ts'
import { tellOrderFactsRoute } from './tell-order-facts.http.ts'
import { tellSkuFactsRoute } from './tell-sku-facts.http.ts'
import { tellStoreFactsRoute } from './tell-store-facts.http.ts'

export const routes = [
  listIssuesRoute,
  getIssueRoute,
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
  getDefectRoute,
  liftDefectRoute,
  startBackTestRoute,
  getBackTestRoute,
]

export const handler = apiHandler(routes)
