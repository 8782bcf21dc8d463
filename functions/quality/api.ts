import { apiHandler } from '../../shared/http/api.ts'
import { getIssueRoute } from './get-issue.http.ts'
import { getRunRoute } from './get-run.http.ts'
import { listIssuesRoute } from './list-issues.http.ts'

export const routes = [listIssuesRoute, getIssueRoute, getRunRoute]

export const handler = apiHandler(routes)
