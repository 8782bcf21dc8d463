import { route } from '../../shared/http/route.ts'
import { PrivacyRequestPath, PrivacyRequestView, toRequestView } from './privacy-requests.ts'
import { loadRequest } from './request.store.ts'

/** Shows a person's request: what was found, what was erased, and what is kept with the reason. */
export const getPrivacyRequestRoute = route({
  method: 'GET',
  path: '/privacy/requests/{requestId}',
  scope: 'privacy:read',
  summary: 'Show a request of privacy',
  params: PrivacyRequestPath,
  response: PrivacyRequestView,
  success: 200,
  run: async ({ params, principal }) => toRequestView(await loadRequest(principal.store, params.requestId)),
})
