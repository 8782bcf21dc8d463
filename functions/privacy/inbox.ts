import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { forgetKeysWhenErased } from './forget-keys-when-erased.event.ts'
import { forgetRequestWhenFinished } from './forget-request-when-finished.event.ts'
import { recordReportWhenPersonalDataReported } from './record-report-when-personal-data-reported.event.ts'

export const reactions = [
  recordReportWhenPersonalDataReported,
  forgetKeysWhenErased,
  forgetRequestWhenFinished,
]

export const handler = inboxHandler('privacy', reactions)
