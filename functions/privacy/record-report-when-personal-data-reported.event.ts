import { personalDataReported } from '../../events/privacy/privacy-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { identityOf, mergeIdentities } from '../../shared/privacy/identity.ts'
import { savePart } from './export-part.store.ts'
import { commitRequest, loadRequest } from './request.store.ts'
import { recordReport } from './request.ts'
import { hashesOf } from './subject.store.ts'

/** Takes what a slice says to a request: keeps the data for its person, or notes what was erased and what is kept. */
export const recordReportWhenPersonalDataReported = reaction({
  name: 'record-report-when-personal-data-reported',
  on: Object.values(personalDataReported),
  run: async ({ store, snapshot: answer }, { cause, now }) => {
    const request = await loadRequest(store, answer.requestId)
    const identity = mergeIdentities(request.identity ?? identityOf({}), answer.identity)
    const decision = recordReport(request, answer, now, await hashesOf(store, identity))
    if (decision.next === request) return
    if (request.kind === 'export') await savePart(answer, cause, now)
    await commitRequest(decision, cause, now)
  },
})
