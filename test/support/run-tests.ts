import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closingLine, type RunResults } from './closing-line.ts'

/**
 * Runs jest with the arguments given (all tests without any) and ends standard output with one plain line,
 * `N passed, N failed`. The exit code is jest's.
 */
const folder = await mkdtemp(join(tmpdir(), 'retaguarda-test-'))
const resultsFile = join(folder, 'results.json')
const exitCode = await runJest(['--json', `--outputFile=${resultsFile}`, ...process.argv.slice(2)])
const results = await readFile(resultsFile, 'utf8').then(
  (json) => JSON.parse(json) as RunResults,
  () => undefined,
)
await rm(folder, { recursive: true })
console.log(closingLine(results, exitCode))
process.exitCode = results === undefined ? 1 : exitCode

function runJest(args: readonly string[]): Promise<number> {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest')
  const options = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    process.env['NODE_OPTIONS'] ?? '',
  ]
  const child = spawn(process.execPath, [jest, ...args], {
    env: { ...process.env, NODE_OPTIONS: options.join(' ').trim() },
    // Jest talks to standard error; with --json and a file, all it says on standard output is where the file is.
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
