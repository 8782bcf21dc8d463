import type { PersonalDataReport } from '../../../shared/privacy/personal-data-report.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'

/** The slice's reports to privacy requests. */
export const personalDataReports: AggregateKind<PersonalDataReport> = {
  name: 'EMAIL-PRIVACY-ANSWER',
  slice: 'email',
  type: 'privacy-answer',
  retention: 'copy',
  personal: ({ requestId }) => requestId,
}
