import { join } from 'node:path'
import { countedBy, type Reading, readCompiler, readDependencies } from './readings.ts'

/** One check of the tree: a tool that is run in the tree's root, and how what it prints is read. */
export interface Check {
  readonly name: string
  /** What it judges, and the tool that does. */
  readonly description: string
  /** A tool in `node_modules/.bin`, and its arguments. */
  readonly command: readonly [tool: string, ...args: string[]]
  /** Reads what the tool wrote on standard output and on standard error. */
  readonly read: (output: string, errors: string) => Reading
}

/** The folders that hold the project. */
export const folders = ['functions', 'shared', 'events', 'infra', 'test'] as const

/** The checks of the tree, in the order in which they are run. */
export const checks = {
  format: {
    name: 'format',
    description: 'layout and import order (biome)',
    command: ['biome', 'ci', '--colors=off', '--error-on-warnings', '.'],
    read: countedBy(/Checked (\d+) files?/),
  },
  types: {
    name: 'types',
    description: 'types (tsc)',
    command: ['tsc', '--noEmit', '--listFiles', '-p', 'tsconfig.json'],
    read: readCompiler,
  },
  lint: {
    name: 'lint',
    description: 'promises, any, exhaustiveness, clock and chance in pure files, console (oxlint)',
    command: ['oxlint', ...folders],
    read: countedBy(/ on (\d+) files?/),
  },
  dependencies: {
    name: 'dependencies',
    description: 'who imports whom, I/O in pure files, cycles, barrels (dependency-cruiser)',
    command: ['depcruise', '--config', '.dependency-cruiser.js', '--output-type', 'json', ...folders],
    read: readDependencies,
  },
  unused: {
    name: 'unused',
    description: 'files, exports and packages that nothing uses (knip)',
    command: ['knip', '--no-progress'],
    read: (output) => ({ report: output }),
  },
  production: {
    name: 'production',
    description: 'packages that only tests use are development dependencies (knip)',
    command: ['knip', '--production', '--dependencies', '--no-progress'],
    read: (output) => ({ report: output }),
  },
  reference: {
    name: 'reference',
    description: 'generated pages of docs/reference are what the code says (npm run reference)',
    command: ['node', join(import.meta.dirname, '../reference/write-reference.ts'), '--check'],
    read: (output) => ({ report: output, summary: output.trim() }),
  },
  links: {
    name: 'links',
    description: 'relative links and headings in documents (check-links)',
    command: ['node', join(import.meta.dirname, 'check-links.ts')],
    read: (output) => ({ report: output, summary: output.trim() }),
  },
  packages: {
    name: 'packages',
    description: 'hashes, licences, install scripts and known holes of what is installed (npm audit)',
    command: ['node', join(import.meta.dirname, '../check-supply-chain.ts')],
    read: (output) => ({ report: output, summary: output.trim().split('\n').at(-1) ?? '' }),
  },
} as const satisfies Record<string, Check>
