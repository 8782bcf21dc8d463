import { tearDown } from '../suite/shared.ts'

/** Stops the shared resources of the run. */
export default async function globalTeardown(): Promise<void> {
  await tearDown()
}
