import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FaultRow, type FaultRowName, faultRows } from './fault-rows.ts'

/**
 * What a row came to: how often the fault struck, what should have happened and did not (lost), and what happened that
 * should not have, or twice (doubled).
 */
export interface Tally {
  readonly tries: number
  readonly lost: number
  readonly doubled: number
}

const nothing: Tally = { tries: 0, lost: 0, doubled: 0 }

export const sum = (all: readonly Tally[]): Tally =>
  all.reduce(
    (so, { tries, lost, doubled }) => ({
      tries: so.tries + tries,
      lost: so.lost + lost,
      doubled: so.doubled + doubled,
    }),
    nothing,
  )

interface Figure extends Tally {
  readonly row: FaultRowName
  /** Of how many seeds, or undefined where the cases are all there are. */
  readonly seeds?: number
}

/** Environment variable with the folder in which the processes of a run leave their figures. */
export const FIGURES = 'RETAGUARDA_FAULT_FIGURES'

/** Leaves a figure for the table at the end of the run; a run that makes no table keeps none. */
export function report(figure: Figure): void {
  const folder = process.env[FIGURES]
  if (folder !== undefined)
    appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(figure)}\n`)
}

/** All figures that were left in a folder. */
export function figuresIn(folder: string): Figure[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Figure),
  )
}

/** Rows that should have a figure and have none. */
export const missingRows = (figures: readonly Figure[]): FaultRowName[] =>
  rowsOf(figures).flatMap(({ name, row, own }) =>
    own.length === 0 && row.notApplicable === undefined ? name : [],
  )

function rowsOf(figures: readonly Figure[]) {
  const names = Object.keys(faultRows) as FaultRowName[]
  return names.map((name) => ({
    name,
    row: faultRows[name] as FaultRow,
    own: figures.filter(({ row }) => row === name),
  }))
}

/** The table of a run, as text: each row that was tried with its figure, and each that cannot be with why. */
export function faultTable(figures: readonly Figure[]): string {
  const told = rowsOf(figures).filter(({ row, own }) => own.length > 0 || row.notApplicable !== undefined)
  const lines = told.map(({ name, row, own }) => {
    if (own.length === 0)
      return [name, row.fault, row.holds, `not applicable: ${row.notApplicable}`, '', '', '']
    const { tries, lost, doubled } = sum(own)
    const seeds = Math.max(...own.map((one) => one.seeds ?? 0))
    return [name, row.fault, row.holds, tries, lost, doubled, seeds === 0 ? 'all' : seeds].map(String)
  })
  const all = sum(figures.filter(({ row }) => row !== 'personal-data'))
  return [
    columns(['row', 'fault', 'what must hold', 'tries', 'lost', 'doubled', 'seeds']),
    ...lines.map(columns),
    `faults: ${all.tries} tries, ${all.lost} lost, ${all.doubled} doubled; ${personal(figures)}`,
  ].join('\n')
}

const personal = (figures: readonly Figure[]): string => {
  const { tries, doubled } = sum(figures.filter(({ row }) => row === 'personal-data'))
  return `${doubled} of ${tries} log lines with personal data`
}

const columns = ([name = '', fault = '', holds = '', tries = '', ...rest]: readonly string[]): string => {
  const head = `${name.padEnd(22)} ${fault.padEnd(46)} ${holds.padEnd(54)}`
  return rest.join('') === ''
    ? `${head} ${tries}`
    : `${head} ${[tries, ...rest].map((one) => one.padStart(8)).join('')}`
}
