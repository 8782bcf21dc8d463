import type { PersonalDataReport } from '../../../shared/privacy/personal-data-report.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'

/** Reports of this slice on personal-data requests. */
export const personalDataReports: AggregateKind<PersonalDataReport> = {
  name: 'QUALITY-PRIVACY-ANSWER',
  slice: 'quality',
  type: 'privacy-answer',
  retention: 'copy',
  personal: ({ requestId }) => requestId,
}
