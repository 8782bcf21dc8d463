import { spawn } from 'node:child_process'
import { glob } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Check, folders } from './checks.ts'

/** What a check came to. */
export interface CheckResult {
  readonly passed: boolean
  /** For a person: what is wrong, or how many files were looked at. */
  readonly report: string
}

/**
 * Runs one check over a tree. It passes when its tool does, found nothing and looked at all our files: at each one
 * that lies there, and at `leastFiles` or more. A tool that silently looks at nothing would always be content.
 */
export async function runCheck(check: Check, root: string, leastFiles: number): Promise<CheckResult> {
  const sources = await countSources(root)
  const { code, stdout, stderr } = await run(check.command, root)
  if (code !== 0 && stdout.trim() === '') return { passed: false, report: stderr }
  const { report, files, violations = 0, summary = 'nothing found' } = check.read(stdout, stderr)
  if (code !== 0 || violations > 0) return { passed: false, report: `${report}\n${stderr}` }
  if (files === undefined) return { passed: true, report: summary }
  const expected = Math.max(leastFiles, sources)
  const looked = `looked at ${files} files`
  return files < expected
    ? { passed: false, report: `${looked}, but at least ${expected} are expected` }
    : { passed: true, report: looked }
}

async function run(command: Check['command'], root: string) {
  const bin = join(root, 'node_modules', '.bin')
  const [tool, ...args] = command
  const child = spawn(join(bin, tool), args, {
    cwd: root,
    // Tools are started by `env node`: it must find the node of the project, not that of the machine.
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      NO_COLOR: '1',
      NODE_OPTIONS: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited])
  return { code, stdout, stderr }
}

/** How many TypeScript files lie in the project's folders. */
async function countSources(root: string): Promise<number> {
  let count = 0
  for await (const _ of glob(`{${folders.join(',')}}/**/*.ts`, { cwd: root })) count += 1
  return count
}
