import { join } from 'node:path'
import { countedBy, type Reading, readCompiler, readDependencies } from './readings.ts'

/** A check of the tree: a tool that runs in the tree's root, and a parser of its output. */
export interface Check {
  readonly name: string
  /** What it checks, and its tool. */
  readonly description: string
  /** A tool in `node_modules/.bin`, and its arguments. */
  readonly command: readonly [tool: string, ...args: string[]]
  /** Parses standard output and standard error. */
  readonly read: (output: string, errors: string) => Reading
}

/** The folders that hold the project. */
export const folders = ['functions', 'shared', 'events', 'infra', 'test'] as const

/** The checks of the tree, in order. */
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
    description: 'promises, any, exhaustiveness, clock and randomness in pure files, console (oxlint)',
    command: ['oxlint', ...folders],
    read: countedBy(/ on (\d+) files?/),
  },
  dependencies: {
    name: 'dependencies',
    description: 'import directions, I/O in pure files, cycles, barrels (dependency-cruiser)',
    command: ['depcruise', '--config', '.dependency-cruiser.js', '--output-type', 'json', ...folders],
    read: readDependencies,
  },
  unused: {
    name: 'unused',
    description: 'unused files, exports and packages (knip)',
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
    description: 'generated pages of docs/reference match the code (npm run reference)',
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
    description: 'hashes, licences, install scripts and known vulnerabilities of packages (npm audit)',
    command: ['node', join(import.meta.dirname, '../check-supply-chain.ts')],
    read: (output) => ({ report: output, summary: output.trim().split('\n').at(-1) ?? '' }),
  },
} as const satisfies Record<string, Check>
