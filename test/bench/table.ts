import { budgetResult, type Figure } from './figure.ts'

const columns = ['figure', 'value', 'budget', 'aim', ''] as const

/** All figures as a plain-text table, followed by their notes. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [columns, ...figures.map(rowOf)]
  const widths = columns.map((_, n) => Math.max(...rows.map((row) => row[n]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, n) => pad(cell, widths[n] ?? 0, n))
      .join('  ')
      .trimEnd(),
  )
  const [head = '', ...body] = lines
  const notes = figures.flatMap(({ name, note }) => (note === undefined ? [] : `${name}: ${note}`))
  return [head, '-'.repeat(head.length + 10), ...body, '', ...notes].join('\n')
}

function rowOf(figure: Figure): readonly string[] {
  const { name, value, unit, bound } = figure
  const result = budgetResult(figure)
  const sign = bound?.limit === 'least' ? '>= ' : '<= '
  return [
    name,
    `${rounded(value)} ${unit}`.trim(),
    bound === undefined ? '' : `${sign}${bound.budget}`,
    bound?.aim === undefined ? '' : `${sign}${bound.aim}`,
    result === 'no budget' ? '' : result === 'exceeded' ? 'EXCEEDED' : result,
  ]
}

const rounded = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) >= 100 ? 0 : 2)

/** Aligns numbers right and text left. */
const pad = (cell: string, width: number, column: number): string =>
  column === 0 || column === 4 ? cell.padEnd(width) : cell.padStart(width)
