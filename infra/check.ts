import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Check, checks } from './checks/checks.ts'
import { runCheck } from './checks/run-check.ts'

/** Guard: fail when a check reads fewer files than this; the tree has more. */
const leastFiles = 100

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const named = process.argv.slice(2)
const chosen: Check[] = Object.values(checks).filter(({ name }) => named.length === 0 || named.includes(name))

let failed = chosen.length === 0 ? 1 : 0
for (const check of chosen) {
  const { passed, report } = await runCheck(check, root, leastFiles)
  if (!passed) failed += 1
  console.log(
    `${passed ? 'passed' : 'FAILED'}  ${check.name}: ${check.description}${passed ? `, ${report}` : ''}`,
  )
  if (!passed) console.log(`\n${report.trim()}\n`)
}
console.log(
  failed === 0 ? `All ${chosen.length} checks passed.` : `${failed} of ${chosen.length} checks failed.`,
)
process.exitCode = failed === 0 ? 0 : 1
