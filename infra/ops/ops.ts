import { createInterface } from 'node:readline/promises'
import { stageNamed } from '../stage.ts'
import { commands } from './commands/commands.ts'
import { runCommand, type Terminal } from './commands/run-command.ts'
import { deployedSuite } from './suite/deployed-suite.ts'
import { runningLocally } from './suite/local-suite.ts'

const terminal: Terminal = {
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
  ask: async (question) => {
    if (!process.stdin.isTTY) return undefined
    const lines = createInterface({ input: process.stdin, output: process.stdout })
    try {
      return await lines.question(question)
    } finally {
      lines.close()
    }
  },
}

const connect = (stage: string | undefined) =>
  stage === undefined || stage === 'local' ? runningLocally() : deployedSuite(stageNamed(stage).name)

process.exitCode = await runCommand(commands, process.argv.slice(2), connect, terminal)
