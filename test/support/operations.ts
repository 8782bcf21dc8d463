import { commands } from '../../infra/ops/commands/commands.ts'
import { runCommand } from '../../infra/ops/commands/run-command.ts'
import { localSuite } from '../../infra/ops/suite/local-suite.ts'
import { endpointsOf } from '../../infra/start/endpoints.ts'
import type { SuiteCloud } from '../../infra/start/suite-cloud.ts'

/** Exit code and output of a command. */
export interface CommandResult {
  readonly code: number
  readonly output: string
}

/** Runs `npm run ops -- <args>` in this process; `answer` answers its prompt, undefined means no terminal. */
export type Operations = (args: readonly string[], answer?: string) => Promise<CommandResult>

/** The ops commands on a local cloud; also points the AWS clients of this process at it. */
export function operationsOn(cloud: SuiteCloud, logFile?: string): Operations {
  const suite = localSuite(endpointsOf(cloud, logFile))
  return async (args, answer) => {
    const output: string[] = []
    const code = await runCommand(commands, args, () => Promise.resolve(suite), {
      say: (line) => output.push(line),
      complain: (line) => output.push(line),
      ask: () => Promise.resolve(answer),
    })
    return { code, output: output.join('\n') }
  }
}
