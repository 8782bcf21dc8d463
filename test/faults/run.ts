import { parseArgs } from 'node:util'
import { runTests } from '../support/run/run-jest.ts'

const { values } = parseArgs({ options: { seeds: { type: 'string' } } })
if (values.seeds !== undefined && !/^[1-9]\d*$/.test(values.seeds))
  throw new Error('Use: npm run faults -- --seeds <whole number above 0>')

/** Tests every row of the fault table with the given number of seeds and prints the table. */
await runTests({
  // The access test covers the ids of other stores on every route.
  args: ['\\.fault\\.test\\.ts$', 'test/shared/access\\.int\\.test\\.ts$'],
  env: values.seeds === undefined ? {} : { FAULT_SEEDS: values.seeds },
  allFaults: true,
})
