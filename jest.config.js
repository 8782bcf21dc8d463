/** Tests run as native ES modules (NODE_OPTIONS=--experimental-vm-modules); the suffix of a test is its kind. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  testTimeout: 60_000,
  // Jest would leave one of two cores to its own main process, which has little to do.
  maxWorkers: 2,
  // One DynamoDB Local for the whole run, started by the first suite that asks for it.
  globalSetup: '<rootDir>/test/support/run/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/run/global-teardown.ts',
}
