import { alarmKinds, runbookOf } from '../alarm-kinds.ts'
import { code, page, tableOf } from './table.ts'

/** Every kind of alarm with its runbook. */
export function alarmsPage(): string {
  const rows = Object.entries(alarmKinds).map(([kind, { severity, owner, missingData, means }]) => [
    code(kind),
    means,
    severity,
    owner,
    missingData,
    `[runbook](${linkTo(runbookOf(kind as keyof typeof alarmKinds))})`,
  ])
  return page(
    'Alarms',
    'Each deployed resource gets the alarms of its kind. A `page` is sent at once; a `tell` is read in working hours.',
    tableOf(['Kind', 'Meaning', 'Severity', 'Owner', 'Missing data', 'Runbook'], rows),
  )
}

/** From docs/reference to a file that is named from the root. */
const linkTo = (path: string): string => path.replace(/^docs\//, '../').replace(/^infra\//, '../../infra/')
