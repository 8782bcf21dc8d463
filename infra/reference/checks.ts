import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checks } from '../../functions/quality/checks/check-register.ts'
import { docstringAbove } from '../documents/docstring.ts'
import { code, codes, page, tableOf } from './table.ts'

/** The table of checks, from the register and the docstring of each check. */
export function checksPage(root: string): string {
  const sources = globSync('functions/quality/checks/**/*.ts', { cwd: root }).map((path) =>
    readFileSync(join(root, path), 'utf8'),
  )
  const rows = checks
    .toSorted((a, b) => a.number - b.number)
    .map((check) => [
      String(check.number),
      code(check.code),
      describe(sources, check.code),
      check.mode,
      check.department,
      check.customerCanCorrect ? 'yes' : 'no',
      check.correct === undefined ? 'no' : 'yes',
      codes(check.needs),
    ])
  return page(
    'Checks',
    'Every order is checked before dispatch. Each store sets the mode, thresholds and department of each check.',
    tableOf(
      [
        'No.',
        'Code',
        'What it finds',
        'Mode',
        'Department',
        'Customer is asked',
        'Corrects',
        'Facts it needs',
      ],
      rows,
    ),
  )
}

function describe(sources: readonly string[], checkCode: string): string {
  const source = sources.find((text) => text.includes(`code: '${checkCode}'`))
  if (source === undefined) throw new Error(`No file declares the check ${checkCode}.`)
  const before = source.slice(0, source.indexOf(`code: '${checkCode}'`))
  const declaration = before.slice(before.lastIndexOf('export const '))
  const text = docstringAbove(source, declaration)
  if (text === '') throw new Error(`The check ${checkCode} has no docstring. Say what it finds.`)
  return text
}
