import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from '../../infra/ops/commands/commands.ts'
import { runCommand } from '../../infra/ops/commands/run-command.ts'

const folder = join(import.meta.dirname, '../../docs/operate/runbooks')

/** What the pages tell to type after `npm run ops --`: to the end of the code, or to a remark. */
const told = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .flatMap((page) =>
    [...readFileSync(join(folder, page), 'utf8').matchAll(/npm run ops -- ([^`#\n]+)/g)].map(
      ([, line = '']) => [page, line.trim()] as const,
    ),
  )

/** Whether a command takes these words and options: it then asks for the suite to work on. */
async function isTaken(line: string): Promise<boolean> {
  let connected = false
  const connect = () => {
    connected = true
    return Promise.reject(new Error('no suite'))
  }
  const silent = { say: () => undefined, complain: () => undefined, ask: () => Promise.resolve(undefined) }
  const code = await runCommand(commands, line.split(/\s+/), connect, silent)
  return connected || (line === '--help' && code === 0)
}

describe('a command that a runbook names', () => {
  it('is found in the pages', () => {
    expect(told.length).toBeGreaterThan(20)
  })

  it.each(told)('%s: %s is one that there is, with the words and options that it takes', async (_, line) => {
    // Named alone, it is a way of speaking: its words are elsewhere on the page.
    const isNamed = commands.some(({ name }) => name === line)
    expect(isNamed || (await isTaken(line))).toBe(true)
  })

  it('is not one that nobody knows, nor with options that it does not take', async () => {
    expect(await isTaken('dlq burn orders')).toBe(false)
    expect(await isTaken('dlq redrive')).toBe(false)
    expect(await isTaken('dlq redrive orders --speed 10')).toBe(false)
  })
})
