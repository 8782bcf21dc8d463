import { apiHandler } from '../../shared/http/api.ts'
import { getPersonalDataRoute } from './get-personal-data.http.ts'
import { getPrivacyRequestRoute } from './get-privacy-request.http.ts'
import { listPrivacyRequestsRoute } from './list-privacy-requests.http.ts'
import { openPrivacyRequestRoute } from './open-privacy-request.http.ts'
import { reapplyErasuresRoute } from './reapply-erasures.http.ts'

export const routes = [
  openPrivacyRequestRoute,
  listPrivacyRequestsRoute,
  getPrivacyRequestRoute,
  getPersonalDataRoute,
  reapplyErasuresRoute,
]

export const handler = apiHandler(routes)
