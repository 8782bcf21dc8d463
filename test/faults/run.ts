import { parseArgs } from 'node:util'
import { runTests } from '../support/run/run-jest.ts'

const { values } = parseArgs({ options: { seeds: { type: 'string' } } })
if (values.seeds !== undefined && !/^[1-9]\d*$/.test(values.seeds))
  throw new Error('expected: npm run faults -- --seeds <whole number above 0>')

/** Tries every row of the fault table, each with so many seeds, and prints what came of it. */
await runTests({
  // Whose ids open no other store's things is tried on every route by the access test.
  args: ['\\.fault\\.test\\.ts$', 'test/shared/access\\.int\\.test\\.ts$'],
  env: values.seeds === undefined ? {} : { FAULT_SEEDS: values.seeds },
  allFaults: true,
})
