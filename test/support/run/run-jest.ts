import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FIGURES, faultTable, figuresIn, missingRows } from '../../faults/table/figures.ts'
import { closingLine, type RunResults } from './closing-line.ts'

/** Options of a test run. */
export interface Run {
  /** Arguments of jest. */
  readonly args: readonly string[]
  /** Environment variables for the tests. */
  readonly env?: Readonly<Record<string, string>>
  /** Fail when a row of the fault table has no figure. */
  readonly allFaults: boolean
}

/**
 * Runs jest, prints the fault table when a row was tested, and ends standard output with one line, `N passed, N failed`.
 * Sets the exit code of the process.
 */
export async function runTests({ args, env = {}, allFaults }: Run): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'retaguarda-test-'))
  const [resultsFile, figuresFolder] = [join(folder, 'results.json'), join(folder, 'faults')]
  await mkdir(figuresFolder)
  const jestCode = await spawnJest(['--json', `--outputFile=${resultsFile}`, ...args], {
    ...env,
    [FIGURES]: figuresFolder,
  })
  const results = await readFile(resultsFile, 'utf8').then(
    (json) => JSON.parse(json) as RunResults,
    () => undefined,
  )
  const figures = figuresIn(figuresFolder)
  await rm(folder, { recursive: true })
  if (figures.length > 0) console.log(faultTable(figures))
  const missing = allFaults ? missingRows(figures) : []
  if (missing.length > 0) console.log(`fault rows without a figure: ${missing.join(', ')}`)
  const exitCode = jestCode === 0 && missing.length > 0 ? 1 : jestCode
  console.log(closingLine(results, exitCode))
  process.exitCode = results === undefined ? 1 : exitCode
}

function spawnJest(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest')
  const options = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    process.env['NODE_OPTIONS'] ?? '',
  ]
  const child = spawn(process.execPath, [jest, ...args], {
    env: { ...process.env, ...env, NODE_OPTIONS: options.join(' ').trim() },
    // Jest reports to standard error; with --json and a file, standard output only names the file.
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
