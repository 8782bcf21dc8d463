import type { Suite } from '../suite/suite.ts'
import { CommandError } from './command-error.ts'

/** One option of a command, as `node:util` parses it, with what the help says of it. */
export interface Option {
  readonly type: 'string' | 'boolean'
  readonly help: string
  readonly default?: string
}
export type Options = Readonly<Record<string, Option>>

/** What was given for each option: a switch is on or off, a text is there when it has a default. */
export type Values<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends { readonly type: 'boolean' }
    ? boolean
    : O[Name] extends { readonly default: string }
      ? string
      : string | undefined
}

/** What a person typed, and what the command has to work with. */
export interface CommandInput<O extends Options> {
  /** The words after the command's name, as many as it names. */
  readonly positionals: readonly string[]
  readonly options: Values<O>
  readonly suite: Suite
  /** Prints a line for the person. */
  readonly say: (line: string) => void
  /** Asks the person whether to go on; without a yes the command ends here. Error: when the answer is no. */
  readonly confirm: (question: string) => Promise<void>
}

/** A command of `npm run ops`. */
export interface Command<O extends Options = Options> {
  /** Two words, such as `dlq list`. */
  readonly name: string
  readonly summary: string
  /** What the help says beside the options: what it changes, what it costs. */
  readonly notes?: string
  /** Names of the words that are expected after the command's name. */
  readonly positionals: readonly string[]
  readonly options: O
  /** Does it; false when what was looked at is not as it should be, which the exit code then says. */
  readonly run: (given: CommandInput<O>) => Promise<boolean | void>
}

/** Defines a command (keeps its options and what it is given of one type). */
export const command = <const O extends Options>(definition: Command<O>): Command =>
  definition as unknown as Command

/** The value of an option that must be given. Error: says which is missing. */
export function requiredOption(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new CommandError(`--${option} is expected`)
  return value
}

/** A number above 0 of an option. Error: what was expected. */
export function positiveNumber(value: string, option: string): number {
  const number = Number(value)
  if (!Number.isFinite(number) || number <= 0)
    throw new CommandError(`--${option} is expected to be a number above 0, not ${value}`)
  return number
}

/** A moment, as UTC ISO-8601: a time, or so many minutes, hours or days ago (`90m`, `6h`, `2d`). Error: neither. */
export function timestamp(value: string, option: string, now: number): string {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(value) ?? []
  const time =
    count === undefined ? Date.parse(value) : now - Number(count) * unitMilliseconds[unit as 'm' | 'h' | 'd']
  if (Number.isNaN(time))
    throw new CommandError(
      `--${option} is expected to be a time (ISO-8601) or an age like 90m, 6h or 2d, not ${value}`,
    )
  return new Date(time).toISOString()
}

const unitMilliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000 }
