import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { indexedKinds } from '../../infra/ops/indexed-kinds.ts'

const root = join(import.meta.dirname, '../..')

describe('the kinds whose index entries can be rebuilt', () => {
  it('are all indexed kinds of the stores', () => {
    const sources = globSync('functions/**/*.store.ts', { cwd: root }).map((path) =>
      readFileSync(join(root, path), 'utf8'),
    )
    const kinds = sources.flatMap((source) =>
      [...source.matchAll(/AggregateKind<\w+> = \{\s*name: '([^']+)'(.*?)\n\}/gs)]
        .filter(([, , rest = '']) => /^ {2}index:/m.test(rest))
        .map(([, kind = '']) => kind),
    )
    expect(kinds.length).toBeGreaterThan(5)
    expect([...indexedKinds.keys()].sort()).toEqual(kinds.sort())
  })
})
