import { tearDown } from '../suite/shared.ts'

/** Stops the DynamoDB Local of the run, if it was ever started. */
export default async function globalTeardown(): Promise<void> {
  await tearDown()
}
