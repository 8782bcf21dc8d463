import { runTests } from './run-jest.ts'

/** Runs jest with the arguments given; without any it runs all tests, among them one for each row of the fault table. */
const args = process.argv.slice(2)
await runTests({ args, allFaults: args.length === 0 })
