import { withServedSuite } from '../support/suite/served-suite.ts'
import { channels } from './channels.ts'
import { createReport } from './demo-report.ts'
import { email } from './email.ts'
import { ops } from './ops.ts'
import { quality } from './quality.ts'
import { scenario } from './scenario.ts'

/** Every demo by its name: `npm run demo:<name>`. */
const demos = { walk: scenario, quality, channels, email, ops }

const [name = ''] = process.argv.slice(2)
const demo = Object.entries(demos).find(([known]) => known === name)?.[1]
if (demo === undefined)
  throw new Error(`a demo is expected: ${Object.keys(demos).join(', ')}; received "${name}"`)

await withServedSuite(async (endpoints) => {
  const story = createReport((line) => console.log(line))
  await demo(endpoints, story)
  const { right, wrong } = story.outcome
  console.log(`\n${right} steps came as expected, ${wrong} did not.`)
  if (wrong > 0) process.exitCode = 1
})
