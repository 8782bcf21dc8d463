import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FaultRow, type FaultRowName, faultRows } from './fault-rows.ts'

/**
 * Result of a row: number of tries, effects that are missing (lost), and effects that are unwanted or repeated
 * (doubled).
 */
export interface Tally {
  readonly tries: number
  readonly lost: number
  readonly doubled: number
}

const empty: Tally = { tries: 0, lost: 0, doubled: 0 }

export const sum = (all: readonly Tally[]): Tally =>
  all.reduce(
    (total, { tries, lost, doubled }) => ({
      tries: total.tries + tries,
      lost: total.lost + lost,
      doubled: total.doubled + doubled,
    }),
    empty,
  )

interface Figure extends Tally {
  readonly row: FaultRowName
  /** Number of seeds; undefined when the row covers all cases. */
  readonly seeds?: number
}

/** Environment variable with the folder for the figures of all processes of a run. */
export const FIGURES = 'RETAGUARDA_FAULT_FIGURES'

/** Stores a figure for the table at the end of the run; does nothing when no table is printed. */
export function report(figure: Figure): void {
  const folder = process.env[FIGURES]
  if (folder !== undefined)
    appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(figure)}\n`)
}

/** All figures stored in a folder. */
export function figuresIn(folder: string): Figure[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Figure),
  )
}

/** Applicable rows without a figure. */
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

/** The fault table as text: each tested row with its figure, each inapplicable row with its reason. */
export function faultTable(figures: readonly Figure[]): string {
  const rows = rowsOf(figures).filter(({ row, own }) => own.length > 0 || row.notApplicable !== undefined)
  const lines = rows.map(({ name, row, own }) => {
    if (own.length === 0)
      return [name, row.fault, row.holds, `not applicable: ${row.notApplicable}`, '', '', '']
    const { tries, lost, doubled } = sum(own)
    const seeds = Math.max(...own.map((one) => one.seeds ?? 0))
    return [name, row.fault, row.holds, tries, lost, doubled, seeds === 0 ? 'all' : seeds].map(String)
  })
  const all = sum(figures.filter(({ row }) => row !== 'personal-data'))
  return [
    columns(['row', 'fault', 'invariant', 'tries', 'lost', 'doubled', 'seeds']),
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
