import { personalDataReported } from '../../events/privacy/privacy-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { identityOf, mergeIdentities } from '../../shared/privacy/identity.ts'
import { savePart } from './export-part.store.ts'
import { commitRequest, loadRequest } from './request.store.ts'
import { recordReport } from './request.ts'
import { hashesOf } from './subject.store.ts'

/** Records a slice's report: stores the data of an export, or which records were erased and which are retained. */
export const recordReportWhenPersonalDataReported = reaction({
  name: 'record-report-when-personal-data-reported',
  on: Object.values(personalDataReported),
  run: async ({ store, snapshot: report }, { cause, now }) => {
    const request = await loadRequest(store, report.requestId)
    const identity = mergeIdentities(request.identity ?? identityOf({}), report.identity)
    const decision = recordReport(request, report, now, await hashesOf(store, identity))
    if (decision.next === request) return
    if (request.kind === 'export') await savePart(report, cause, now)
    await commitRequest(decision, cause, now)
  },
})
