import { checks } from '../../infra/checks/checks.ts'
import { runCheck } from '../../infra/checks/run-check.ts'
import { createFixtureTree, type FixtureFiles } from './fixture-tree.ts'
import { dependencyViolations, lintViolations, numbered } from './violations.ts'

type Name = keyof typeof checks

async function runOnFixture(name: Name, fixtureFiles: FixtureFiles, leastFiles = 1) {
  const tree = await createFixtureTree(fixtureFiles)
  try {
    return await runCheck(checks[name], tree.root, leastFiles)
  } finally {
    await tree.remove()
  }
}

describe('a check of the tree', () => {
  it.each(Object.keys(checks) as Name[])('%s passes on a clean tree', async (name) => {
    const { passed, report } = await runOnFixture(name, {})
    expect(report).toMatch(
      /^looked at \d+ files$|^nothing found$|^1 packages; |^\d+ generated pages|^\d+ documents, no dead link$/,
    )
    expect(passed).toBe(true)
  })

  it.each(['format', 'types', 'lint', 'dependencies'] as const)(
    '%s fails when it checks too few files',
    async (name) => {
      const { passed, report } = await runOnFixture(name, {}, 100)
      expect(report).toMatch(/^looked at [1-9]\d* files, but at least 100 are expected$/)
      expect(passed).toBe(false)
    },
  )

  it('fails when a tool skips existing files', async () => {
    const tree = await createFixtureTree()
    const blind = { ...checks.lint, command: ['oxlint', 'events'] as const }
    const { passed, report } = await runCheck(blind, tree.root, 1)
    await tree.remove()
    expect(report).toMatch(/^looked at 1 files, but at least \d+ are expected$/)
    expect(passed).toBe(false)
  })

  it('fails with the output of the tool when the tool crashes', async () => {
    const { passed, report } = await runOnFixture('dependencies', {
      '.dependency-cruiser.js': 'export default {',
    })
    expect(report).toContain('Unexpected end of input')
    expect(passed).toBe(false)
  })
})

// One tree per tool contains all violations: the tool must report each one with its file.
describe.each([
  ['dependencies', numbered(dependencyViolations), '\n'],
  ['lint', numbered(lintViolations), '\n\n'],
] as const)('%s fails on', (name, violations, between) => {
  let verdict: { readonly passed: boolean; readonly report: string }

  beforeAll(async () => {
    const tree = await createFixtureTree(
      Object.assign({}, ...violations.map(({ files }) => files)) as FixtureFiles,
    )
    verdict = await runCheck(checks[name], tree.root, 1)
    await tree.remove()
  })

  it.each(violations)('$what', ({ finding, path }) => {
    const found = verdict.report.split(between).filter((one) => one.includes(finding) && one.includes(path))
    expect(found).not.toEqual([])
    expect(verdict.passed).toBe(false)
  })
})

const pure = 'functions/orders/price.ts'
const api = 'functions/orders/api.ts'

describe('a check fails on', () => {
  it.each<[what: string, name: Name, finding: string | RegExp, fixtureFiles: FixtureFiles]>([
    ['a file laid out by hand', 'format', pure, { [pure]: 'export const a = "x";\n' }],
    [
      'imports out of order',
      'format',
      'organizeImports',
      { [pure]: "import { b } from './b.ts'\nimport { a } from './a.ts'\n\nexport const c = [a, b]\n" },
    ],
    [
      'a generated page that is stale',
      'reference',
      'docs/reference/checks.md is stale',
      { 'docs/reference/checks.md': '# Checks\n' },
    ],
    [
      'a link to no file',
      'links',
      'README.md:1: no such file or heading: docs/nowhere.md',
      { 'README.md': '[a](docs/nowhere.md)\n' },
    ],
    [
      'a link to no heading',
      'links',
      'README.md:3: no such file or heading: #nothing',
      { 'README.md': '# A\n\n[a](#nothing)\n' },
    ],
    ['a wrong type', 'types', 'TS2322', { [pure]: "export const price: number = 'much'\n" }],
    [
      'an unused export',
      'unused',
      /Unused exports.*\n.*surplus/,
      {
        [pure]: 'export const surplus = 1\n',
        [api]: "import './price.ts'\n\nexport const routes = []\n",
      },
    ],
    ['an unused file', 'unused', /Unused files.*\n.*price\.ts/, { [pure]: 'export const surplus = 1\n' }],
    [
      'a package that is not declared',
      'unused',
      /Unlisted dependencies.*\n.*moment/,
      { [api]: "import 'moment'\n\nexport const routes = []\n" },
    ],
  ])('%s', async (_what, name, finding, fixtureFiles) => {
    const { passed, report } = await runOnFixture(name, fixtureFiles)
    expect(report).toMatch(finding)
    expect(passed).toBe(false)
  })
})
