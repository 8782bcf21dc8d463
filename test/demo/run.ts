import { withServedSuite } from '../support/suite/served-suite.ts'
import { channels } from './channels.ts'
import { createReport } from './demo-report.ts'
import { email } from './email.ts'
import { ops } from './ops.ts'
import { quality } from './quality.ts'
import { scenario } from './scenario.ts'

/** All demos by name; run one with `npm run demo:<name>`. */
const demos = { walk: scenario, quality, channels, email, ops }

const [name = ''] = process.argv.slice(2)
const demo = Object.entries(demos).find(([key]) => key === name)?.[1]
if (demo === undefined)
  throw new Error(`Unknown demo "${name}"; use one of: ${Object.keys(demos).join(', ')}.`)

await withServedSuite(async (endpoints) => {
  const report = createReport((line) => console.log(line))
  await demo(endpoints, report)
  const { passed, failed } = report.outcome
  console.log(`\n${passed} steps passed, ${failed} failed.`)
  if (failed > 0) process.exitCode = 1
})
