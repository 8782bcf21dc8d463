import { type AwsServices, startAwsServices } from '../aws-services.ts'
import { bindClients } from '../http.ts'
import { keepLog } from '../log.ts'
import { type SuiteTable, startSuiteTable } from './suite-table.ts'

/** What a slice needs around it: its table with two stores' clients bound, the services it calls, its log. */
export interface SuiteStage {
  readonly table: SuiteTable
  readonly services: AwsServices
  /** Lines that were logged since the stage was set, kept from standard output. */
  readonly logged: string[]
  stop(): Promise<void>
}

/** Sets the stage and points this process's environment at it. */
export async function setSuiteStage(): Promise<SuiteStage> {
  const [table, services] = await Promise.all([startSuiteTable(), startAwsServices()])
  const { logged, release } = keepLog()
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
