import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { code, page, tableOf } from './table.ts'

/** A constant whose docstring has a tag `@limit <area>: <what it limits>`. */
const tagged =
  /\/\*\*(?:(?!\*\/)[\s\S])*?@limit (\w[\w -]*): ((?:(?!\*\/)[\s\S])+?)\s*\*\/\s*(?:export )?const (\w+) = ([^\n]+)/g

/** Every limit, from the constants that state it. Errors: a value that is no number. */
export function limitsPage(root: string): string {
  const rows = globSync('{functions,shared,infra/constructs}/**/*.ts', { cwd: root })
    .sort()
    .flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(tagged)].map(
        ([, area = '', text = '', name = '', value = '']) => [
          area,
          text.replaceAll(/\s*\n\s*\*?\s*/g, ' '),
          valueOf(value, `${path}: ${name}`),
          code(`${path}: ${name}`),
        ],
      ),
    )
    .sort(([a = '', b = ''], [c = '', d = '']) => (a === c ? (b < d ? -1 : 1) : a < c ? -1 : 1))
  return page(
    'Limits',
    'What is beyond a limit is refused or stored without processing, never lost in silence.',
    tableOf(['Area', 'Limit', 'Value', 'Stated in'], rows),
  )
}

/** A number or a product of numbers, with separators of thousands. */
function valueOf(expression: string, where: string): string {
  const factors = expression.split('*').map((factor) => Number(factor.trim().replaceAll('_', '')))
  if (factors.some(Number.isNaN)) throw new Error(`${where}: a limit must be a number, not ${expression}.`)
  return factors.reduce((product, factor) => product * factor, 1).toLocaleString('en-US')
}
