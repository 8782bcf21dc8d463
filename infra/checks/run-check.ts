import { spawn } from 'node:child_process'
import { glob } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Check, folders } from './checks.ts'

/** Result of a check. */
export interface CheckResult {
  readonly passed: boolean
  /** What is wrong, or how many files were checked. */
  readonly report: string
}

/**
 * Runs a check over a tree. It passes when its tool passes, reports no violation and checked all our files: every
 * existing one, and at least `leastFiles`. Otherwise a tool that silently checks nothing would always pass.
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
    // Tools start with `env node`, which must find the project's node, not the machine's.
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

/** Number of TypeScript files in the project's folders. */
async function countSources(root: string): Promise<number> {
  let count = 0
  for await (const _ of glob(`{${folders.join(',')}}/**/*.ts`, { cwd: root })) count += 1
  return count
}
