import { type AwsServices, startAwsServices } from '../aws-services.ts'
import { bindClients } from '../http.ts'
import { captureLog } from '../log.ts'
import { type SuiteTable, startSuiteTable } from './suite-table.ts'

/** What a slice needs around it: its table with two stores' clients bound, the services it calls, its log. */
export interface SuiteFixture {
  readonly table: SuiteTable
  readonly services: AwsServices
  /** Lines that were logged since the stage was set, kept from standard output. */
  readonly logged: string[]
  stop(): Promise<void>
}

/** Sets the stage and points this process's environment at it. */
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
