import type { Cloud } from '../../infra/local/cloud-contract.ts'
import { commands } from '../../infra/ops/commands/commands.ts'
import { runCommand } from '../../infra/ops/commands/run-command.ts'
import { localSuite } from '../../infra/ops/suite/local-suite.ts'
import { endpointsOf } from '../../infra/start/endpoints.ts'

/** What a command said and how it ended. */
export interface CommandResult {
  readonly code: number
  readonly output: string
}

/** Runs `npm run ops -- <words>` in this process; a question is answered with `answer`, or by nobody. */
export type Operations = (words: readonly string[], answer?: string) => Promise<CommandResult>

/** The commands of operations on a local cloud; this process's clients of AWS point at it from now on. */
export function operationsOn(cloud: Cloud, logFile?: string): Operations {
  const suite = localSuite(endpointsOf(cloud, logFile))
  return async (words, answer) => {
    const said: string[] = []
    const code = await runCommand(commands, words, () => Promise.resolve(suite), {
      say: (line) => said.push(line),
      complain: (line) => said.push(line),
      ask: () => Promise.resolve(answer),
    })
    return { code, output: said.join('\n') }
  }
}
