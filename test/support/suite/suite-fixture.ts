import { type AwsServices, startAwsServices } from '../aws-services.ts'
import { bindClients } from '../http.ts'
import { captureLog } from '../log.ts'
import { type SuiteTable, startSuiteTable } from './suite-table.ts'

/** The environment of a slice: its table with the clients of two stores bound, the stubbed services, its log. */
export interface SuiteFixture {
  readonly table: SuiteTable
  readonly services: AwsServices
  /** Lines logged since the start, captured from standard output. */
  readonly logged: string[]
  stop(): Promise<void>
}

/** Starts the fixture and points the environment of this process at it. */
export async function startSuiteFixture(): Promise<SuiteFixture> {
  const [table, services] = await Promise.all([startSuiteTable(), startAwsServices()])
  const { logged, release } = captureLog()
  await bindClients()
  return {
    table,
    services,
    logged,
    async stop() {
      release()
      await Promise.all([table.stop(), services.stop()])
    },
  }
}
