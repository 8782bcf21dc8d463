import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from '../../infra/ops/commands/commands.ts'
import { runCommand } from '../../infra/ops/commands/run-command.ts'

const folder = join(import.meta.dirname, '../../docs/operate/runbooks')

/** Command lines of the pages after `npm run ops --`, up to the end of the code or a comment. */
const commandLines = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .flatMap((page) =>
    [...readFileSync(join(folder, page), 'utf8').matchAll(/npm run ops -- ([^`#\n]+)/g)].map(
      ([, line = '']) => [page, line.trim()] as const,
    ),
  )

/** Whether a command accepts these arguments and options: it then connects to the suite. */
async function isAccepted(line: string): Promise<boolean> {
  let connected = false
  const connect = () => {
    connected = true
    return Promise.reject(new Error('no suite'))
  }
  const silent = { say: () => undefined, complain: () => undefined, ask: () => Promise.resolve(undefined) }
  const code = await runCommand(commands, line.split(/\s+/), connect, silent)
  return connected || (line === '--help' && code === 0)
}

describe('a command in a runbook', () => {
  it('is found', () => {
    expect(commandLines.length).toBeGreaterThan(20)
  })

  it.each(commandLines)('%s: %s exists and accepts these arguments and options', async (_, line) => {
    // A command named without arguments is a mention; its full line is elsewhere on the page.
    const isNamed = commands.some(({ name }) => name === line)
    expect(isNamed || (await isAccepted(line))).toBe(true)
  })

  it('is rejected when it is unknown or has unknown options', async () => {
    expect(await isAccepted('dlq burn orders')).toBe(false)
    expect(await isAccepted('dlq redrive')).toBe(false)
    expect(await isAccepted('dlq redrive orders --speed 10')).toBe(false)
  })
})
