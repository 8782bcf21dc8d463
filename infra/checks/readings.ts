import type { ICruiseResult, IViolation } from 'dependency-cruiser'

/** What one run of a tool came to, beside its exit code. */
export interface Reading {
  /** What there is for a person to read. */
  readonly report: string
  /** What to say when it passed, for a tool that counts something else than files. */
  readonly summary?: string
  /** How many files of the project it looked at; absent when the tool does not say. */
  readonly files?: number
  /** Broken rules, for a tool whose exit code does not tell. */
  readonly violations?: number
}

/** Reads a report that names its number of files on either stream; a report without one looked at none. */
export const countedBy =
  (pattern: RegExp) =>
  (output: string, errors: string): Reading => ({
    report: output,
    files: Number(pattern.exec(output + errors)?.[1] ?? 0),
  })

/** Reads the compiler's findings, and counts our files among those that it lists. */
export function readCompiler(output: string): Reading {
  const lines = output.split('\n')
  const listed = lines.filter(isListedFile)
  return {
    files: listed.filter((line) => !line.includes('/node_modules/')).length,
    report: lines.filter((line) => !isListedFile(line)).join('\n'),
  }
}

const isListedFile = (line: string): boolean => /^\/\S+\.(?:ts|cts|mts|js|json)$/.test(line)

/** Reads dependency-cruiser's JSON: each broken rule with its reason; what it followed of ours is counted. */
export function readDependencies(output: string): Reading {
  const { modules, summary } = JSON.parse(output) as ICruiseResult
  const reasons = new Map(summary.ruleSetUsed?.forbidden?.map(({ name, comment }) => [name, comment]))
  return {
    files: modules.filter(({ source }) => /^(?:functions|shared|events|infra|test)\//.test(source)).length,
    violations: summary.violations.length,
    report: summary.violations
      .map((violation) => `${describe(violation)}\n  ${reasons.get(violation.rule.name) ?? ''}`)
      .join('\n'),
  }
}

const describe = ({ rule, from, to, cycle }: IViolation): string =>
  `${rule.name}: ${[from, ...(cycle?.map(({ name }) => name) ?? [to])].join(' -> ')}`
