import { route } from '../../shared/http/route.ts'
import { loadParts } from './export-part.store.ts'
import { PersonalData, PrivacyRequestPath } from './privacy-requests.ts'
import { loadRequest } from './request.store.ts'

/**
 * Returns all data that the suite stores about a person. It is empty until the export request finishes, a week after
 * that, and for a request for erasure.
 */
export const getPersonalDataRoute = route({
  method: 'GET',
  path: '/privacy/requests/{requestId}/data',
  scope: 'privacy:write',
  summary: 'Read a person’s data',
  params: PrivacyRequestPath,
  response: PersonalData,
  success: 200,
  run: async ({ params, principal }) => {
    const request = await loadRequest(principal.store, params.requestId)
    const { id: requestId, kind, status, answers } = request
    const parts = kind === 'export' && status === 'finished' ? await loadParts(request) : []
    const expected = answers.reduce((count, { parts: ofSlice }) => count + ofSlice, 0)
    return {
      requestId,
      complete: parts.length > 0 && parts.length === expected,
      slices: parts.map(({ slice, records }) => ({ slice, records })),
    }
  },
})
