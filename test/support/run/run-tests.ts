import { runTests } from './run-jest.ts'

/** Runs jest with the given arguments; without any, runs all tests, including one for each row of the fault table. */
const args = process.argv.slice(2)
await runTests({ args, allFaults: args.length === 0 })
