import { parseArgs } from 'node:util'
import type { Suite } from '../suite/suite.ts'
import { type Command, type Options, type Values } from './command.ts'
import { CommandError } from './command-error.ts'

/** What the commands talk to: a person at a terminal, or a test. */
export interface Terminal {
  say(line: string): void
  complain(line: string): void
  /** The person's answer to a question; nothing where nobody can be asked. */
  ask(question: string): Promise<string | undefined>
}

/** Options that every command takes. */
const everyCommand = {
  stage: {
    type: 'string',
    help: 'dev or prod on AWS, with the credentials and region of the AWS CLI; the local suite if left out',
  },
  yes: { type: 'boolean', help: 'do not ask before what cannot be taken back' },
  help: { type: 'boolean', help: 'say this' },
} as const satisfies Options

/**
 * Runs the command that the words name. Returns the exit code: 0 when it is done, 1 when it was refused or failed, 2
 * when what was looked at is not as it should be.
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
    if (!asked) terminal.complain(`there is no command ${args.slice(0, 2).join(' ')}\n`)
    terminal.say(overview(commands))
    return asked ? 0 : 1
  }
  try {
    return await run(chosen, args.slice(2), connect, terminal)
  } catch (error) {
    // A wrong option is told by node:util in words that a person understands.
    const plain = error instanceof CommandError || (error instanceof TypeError && 'code' in error)
    terminal.complain(plain ? error.message : String(error instanceof Error ? (error.stack ?? error) : error))
    if (plain) terminal.complain(`(${chosen.name} --help says what it takes)`)
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
  if (positionals.length !== chosen.positionals.length)
    throw new CommandError(`expected: ${usageOf(chosen)}; got ${positionals.length} words after the command`)
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
  if (answer === undefined) throw new CommandError('nobody is there to be asked: --yes says that it is meant')
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('nothing was done')
}

const usageOf = ({ name, positionals: words }: Command): string =>
  ['npm run ops --', name, ...words.map((word) => `<${word}>`)].join(' ')

const overview = (commands: readonly Command[]): string =>
  [
    'npm run ops -- <command> [--stage dev|prod] [--help]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`),
    '',
    'Without --stage it works on the suite that runs on this machine (npm start).',
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
      const fallback = 'default' in option ? ` (${option.default} unless given)` : ''
      return `  ${shape.padEnd(18)} ${option.help}${fallback}`
    }),
  ].join('\n')
}
