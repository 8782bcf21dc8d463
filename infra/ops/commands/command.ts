import type { Suite } from '../suite/suite.ts'
import { CommandError } from './command-error.ts'

/** An option of a command for `parseArgs` of `node:util`, with its help text. */
export interface Option {
  readonly type: 'string' | 'boolean'
  readonly help: string
  readonly default?: string
}
export type Options = Readonly<Record<string, Option>>

/** Value of each option: a flag is a boolean; a text is defined when it has a default. */
export type Values<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends { readonly type: 'boolean' }
    ? boolean
    : O[Name] extends { readonly default: string }
      ? string
      : string | undefined
}

/** Input of a command: arguments, options, and the suite. */
export interface CommandInput<O extends Options> {
  /** Arguments after the command's name. */
  readonly positionals: readonly string[]
  readonly options: Values<O>
  readonly suite: Suite
  /** Prints a line. */
  readonly say: (line: string) => void
  /** Asks for confirmation. Error: the answer is not yes. */
  readonly confirm: (question: string) => Promise<void>
}

/** A command of `npm run ops`. */
export interface Command<O extends Options = Options> {
  /** Two words, such as `dlq list`. */
  readonly name: string
  readonly summary: string
  /** Further help: what the command changes and costs. */
  readonly notes?: string
  /** Names of the required arguments. */
  readonly positionals: readonly string[]
  readonly options: O
  /** Runs the command; false when it found a difference (exit code 2). */
  readonly run: (given: CommandInput<O>) => Promise<boolean | void>
}

/** Defines a command; infers the type of its options. */
export const command = <const O extends Options>(definition: Command<O>): Command =>
  definition as unknown as Command

/** Value of a required option. Error: it is missing. */
export function requiredOption(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new CommandError(`Missing option: --${option}`)
  return value
}

/** Value of an option as a number above 0. Error: any other value. */
export function positiveNumber(value: string, option: string): number {
  const number = Number(value)
  if (!Number.isFinite(number) || number <= 0)
    throw new CommandError(`--${option} must be a number above 0, not ${value}`)
  return number
}

/** Value of an option as UTC ISO 8601: a time, or an age (`90m`, `6h`, `2d`). Error: any other value. */
export function timestamp(value: string, option: string, now: number): string {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(value) ?? []
  const time =
    count === undefined ? Date.parse(value) : now - Number(count) * unitMilliseconds[unit as 'm' | 'h' | 'd']
  if (Number.isNaN(time))
    throw new CommandError(
      `--${option} must be a time (ISO 8601) or an age such as 90m, 6h or 2d, not ${value}`,
    )
  return new Date(time).toISOString()
}

const unitMilliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000 }
