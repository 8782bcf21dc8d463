import { statusOf } from '../../shared/http/problem.ts'
import { findOperations } from '../documents/operations.ts'
import { codesOf } from '../documents/problems.ts'
import { code, page, tableOf } from './table.ts'

/** Every error code with its HTTP status and how many operations answer it. */
export async function errorsPage(): Promise<string> {
  const operations = await findOperations()
  const rows = Object.entries(statusOf).map(([error, status]) => {
    const answering = operations.filter((operation) => codesOf(operation).some((one) => one === error))
    return [
      code(error),
      String(status),
      answering.length === operations.length
        ? 'all'
        : answering.length === 0
          ? 'none: the code stays inside the suite'
          : String(answering.length),
    ]
  })
  return page(
    'Error codes',
    'Errors are problem details (RFC 9457). `code` is stable; `detail` is for people.',
    tableOf(['Code', 'Status', 'Operations'], rows),
  )
}
