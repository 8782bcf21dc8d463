import { parseArgs } from 'node:util'
import type { Suite } from '../suite/suite.ts'
import { type Command, type Options, type Values } from './command.ts'
import { CommandError } from './command-error.ts'

/** Input and output of the commands: a terminal, or a test. */
export interface Terminal {
  say(line: string): void
  complain(line: string): void
  /** The answer to a question; undefined when there is no terminal. */
  ask(question: string): Promise<string | undefined>
}

/** Options of every command. */
const everyCommand = {
  stage: {
    type: 'string',
    help: 'dev or prod on AWS, with the AWS CLI’s credentials and region; default: the local suite',
  },
  yes: { type: 'boolean', help: 'skip confirmation prompts' },
  help: { type: 'boolean', help: 'show this help' },
} as const satisfies Options

/**
 * Runs a command. Returns the exit code: 0 for success, 1 for a user error or failure, 2 when the command found a
 * difference.
 */
export async function runCommand(
  commands: readonly Command[],
  args: readonly string[],
  connect: (stage: string | undefined) => Promise<Suite>,
  terminal: Terminal,
): Promise<number> {
  const chosen = commands.find(({ name }) => name === args.slice(0, 2).join(' '))
  if (chosen === undefined) {
    const asked = args.length === 0 || args.includes('--help')
    if (!asked) terminal.complain(`Unknown command: ${args.slice(0, 2).join(' ')}\n`)
    terminal.say(overview(commands))
    return asked ? 0 : 1
  }
  try {
    return await run(chosen, args.slice(2), connect, terminal)
  } catch (error) {
    // parseArgs describes an invalid option clearly enough.
    const plain = error instanceof CommandError || (error instanceof TypeError && 'code' in error)
    terminal.complain(plain ? error.message : String(error instanceof Error ? (error.stack ?? error) : error))
    if (plain) terminal.complain(`(${chosen.name} --help lists its options)`)
    return 1
  }
}

async function run(
  chosen: Command,
  args: readonly string[],
  connect: (stage: string | undefined) => Promise<Suite>,
  terminal: Terminal,
): Promise<number> {
  const options = { ...chosen.options, ...everyCommand }
  const { values, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }])),
    allowPositionals: true,
  })
  if (values['help'] === true) {
    terminal.say(helpOf(chosen))
    return 0
  }
  if (positionals.length !== chosen.positionals.length) throw new CommandError(`Usage: ${usageOf(chosen)}`)
  const given = Object.fromEntries(
    Object.entries(options).map(([name, { type, ...option }]) => [
      name,
      values[name] ?? (type === 'boolean' ? false : 'default' in option ? option.default : undefined),
    ]),
  ) as Values<Options>
  const sound = await chosen.run({
    positionals,
    options: given,
    suite: await connect(values['stage'] as string | undefined),
    say: (line) => terminal.say(line),
    confirm: (question) => confirmed(question, values['yes'] === true, terminal),
  })
  return sound === false ? 2 : 0
}

async function confirmed(question: string, yes: boolean, terminal: Terminal): Promise<void> {
  if (yes) return
  const answer = await terminal.ask(`${question} [y/N] `)
  if (answer === undefined) throw new CommandError('Not a terminal: pass --yes to confirm.')
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('Cancelled.')
}

const usageOf = ({ name, positionals: words }: Command): string =>
  ['npm run ops --', name, ...words.map((word) => `<${word}>`)].join(' ')

const overview = (commands: readonly Command[]): string =>
  [
    'npm run ops -- <command> [--stage dev|prod] [--help]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`),
    '',
    'Without --stage, commands run on the local suite (npm start).',
  ].join('\n')

function helpOf(chosen: Command): string {
  const options = Object.entries({ ...chosen.options, ...everyCommand })
  return [
    usageOf(chosen),
    '',
    `${chosen.summary}.`,
    ...(chosen.notes === undefined ? [] : ['', chosen.notes]),
    '',
    ...options.map(([name, option]) => {
      const shape = option.type === 'boolean' ? `--${name}` : `--${name} ...`
      const fallback = 'default' in option ? ` (default: ${option.default})` : ''
      return `  ${shape.padEnd(18)} ${option.help}${fallback}`
    }),
  ].join('\n')
}
