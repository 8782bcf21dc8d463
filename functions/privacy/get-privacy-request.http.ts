import { route } from '../../shared/http/route.ts'
import { PrivacyRequestPath, PrivacyRequestView, toRequestView } from './privacy-requests.ts'
import { loadRequest } from './request.store.ts'

/** Returns a privacy request: what was found, what was erased, and what is retained with the reason. */
export const getPrivacyRequestRoute = route({
  method: 'GET',
  path: '/privacy/requests/{requestId}',
  scope: 'privacy:read',
  summary: 'Get a privacy request',
  params: PrivacyRequestPath,
  response: PrivacyRequestView,
  success: 200,
  run: async ({ params, principal }) => toRequestView(await loadRequest(principal.store, params.requestId)),
})
