import type { ICruiseResult, IViolation } from 'dependency-cruiser'

/** Result of a tool, besides its exit code. */
export interface Reading {
  /** Report for a person. */
  readonly report: string
  /** Summary of a passed check, for a tool that does not count files. */
  readonly summary?: string
  /** Number of files that it checked; absent when unknown. */
  readonly files?: number
  /** Number of violations, for a tool whose exit code does not report them. */
  readonly violations?: number
}

/** Reads a report that contains its number of files on either stream; without one it is zero. */
export const countedBy =
  (pattern: RegExp) =>
  (output: string, errors: string): Reading => ({
    report: output,
    files: Number(pattern.exec(output + errors)?.[1] ?? 0),
  })

/** Reads the compiler's errors, and counts our files among those that it lists. */
export function readCompiler(output: string): Reading {
  const lines = output.split('\n')
  const listed = lines.filter(isListedFile)
  return {
    files: listed.filter((line) => !line.includes('/node_modules/')).length,
    report: lines.filter((line) => !isListedFile(line)).join('\n'),
  }
}

const isListedFile = (line: string): boolean => /^\/\S+\.(?:ts|cts|mts|js|json)$/.test(line)

/** Reads dependency-cruiser's JSON: each violation with its reason, and the number of our files. */
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
