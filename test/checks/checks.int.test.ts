import { checks } from '../../infra/checks/checks.ts'
import { runCheck } from '../../infra/checks/run-check.ts'
import { type Planted, plant } from './planted-tree.ts'

type Name = keyof typeof checks

async function judge(name: Name, planted: Planted, leastFiles = 1) {
  const tree = await plant(planted)
  try {
    return await runCheck(checks[name], tree.root, leastFiles)
  } finally {
    await tree.remove()
  }
}

describe('the checks of the tree', () => {
  it.each(Object.keys(checks) as Name[])('%s is content with a clean tree', async (name) => {
    const { passed, report } = await judge(name, {})
    expect(report).toMatch(/^looked at \d+ files$|^nothing found$/)
    expect(passed).toBe(true)
  })

  it.each(['format', 'types', 'lint', 'dependencies'] as const)(
    '%s fails when it looked at suspiciously few files',
    async (name) => {
      const { passed, report } = await judge(name, {}, 100)
      expect(report).toMatch(/^looked at [1-9]\d* files, but at least 100 are expected$/)
      expect(passed).toBe(false)
    },
  )

  it('fails when a tool passes over files that are there', async () => {
    const tree = await plant()
    const blind = { ...checks.lint, command: ['oxlint', 'events'] as const }
    const { passed, report } = await runCheck(blind, tree.root, 1)
    await tree.remove()
    expect(report).toMatch(/^looked at 1 files, but at least \d+ are expected$/)
    expect(passed).toBe(false)
  })

  it('fails with what the tool says when the tool itself breaks', async () => {
    const { passed, report } = await judge('dependencies', { '.dependency-cruiser.js': 'export default {' })
    expect(report).toContain('Unexpected end of input')
    expect(passed).toBe(false)
  })
})

const pure = 'functions/orders/price.ts'

const wrongs: [what: string, name: Name, finding: string | RegExp, planted: Planted][] = [
  ['a file laid out by hand', 'format', 'functions/orders/price.ts', { [pure]: 'export const a = "x";\n' }],
  [
    'imports out of order',
    'format',
    'organizeImports',
    { [pure]: "import { b } from './b.ts'\nimport { a } from './a.ts'\n\nexport const c = [a, b]\n" },
  ],
  ['a wrong type', 'types', 'TS2322', { [pure]: "export const price: number = 'much'\n" }],
  [
    'a slice importing a slice',
    'dependencies',
    'slice-imports-no-slice: functions/quality/check.ts -> functions/orders/order.ts',
    {
      'functions/quality/check.ts':
        "import { orderId } from '../orders/order.ts'\n\nexport const a = orderId\n",
    },
  ],
  [
    'a slice importing the type of another slice',
    'dependencies',
    'slice-imports-no-slice',
    {
      'functions/quality/check.ts':
        "import type { Client } from '../orders/order.ts'\n\nexport type A = Client\n",
    },
  ],
  [
    'an event importing more than zod',
    'dependencies',
    'events-import-zod-only: events/now.ts -> shared/clock.ts',
    { 'events/now.ts': "import { now } from '../shared/clock.ts'\n\nexport const a = now\n" },
  ],
  [
    'shared code importing a slice',
    'dependencies',
    'shared-knows-no-slice: shared/order.ts -> functions/orders/order.ts',
    {
      'shared/order.ts':
        "import { orderId } from '../functions/orders/order.ts'\n\nexport const a = orderId\n",
    },
  ],
  [
    'shared code importing an event',
    'dependencies',
    'shared-knows-no-slice: shared/order.ts -> events/order-events.ts',
    {
      'shared/order.ts':
        "import { OrderPlaced } from '../events/order-events.ts'\n\nexport const a = OrderPlaced\n",
    },
  ],
  [
    'a slice importing infrastructure',
    'dependencies',
    'nothing-imports-infra',
    { 'functions/orders/wire.http.ts': "import '../../infra/app.ts'\n" },
  ],
  [
    'infrastructure importing what tests use',
    'dependencies',
    'nothing-imports-test',
    {
      'test/support/a.ts': 'export const a = 1\n',
      'infra/b.ts': "import { a } from '../test/support/a.ts'\n\na\n",
    },
  ],
  [
    'infrastructure importing the inside of a slice',
    'dependencies',
    'infra-imports-definitions-only',
    { 'infra/b.ts': "import { orderId } from '../functions/orders/order.ts'\n\nexport const b = orderId\n" },
  ],
  [
    'a builtin with I/O in a pure file',
    'dependencies',
    'pure-imports-no-builtin',
    { [pure]: "import 'node:fs'\n" },
  ],
  [
    'an SDK in a pure file',
    'dependencies',
    'pure-imports-no-sdk',
    {
      [pure]:
        "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'\n\nexport const a = DynamoDBClient\n",
    },
  ],
  [
    'the table in a pure file',
    'dependencies',
    'pure-imports-pure-only: functions/orders/price.ts -> shared/table/load.store.ts',
    { [pure]: "import { client } from '../../shared/table/load.store.ts'\n\nexport const a = client\n" },
  ],
  [
    'the table in a pure file, loaded on demand',
    'dependencies',
    'pure-imports-pure-only: functions/orders/price.ts -> shared/table/load.store.ts',
    { [pure]: "export const a = () => import('../../shared/table/load.store.ts')\n" },
  ],
  [
    'the clock in a pure file',
    'dependencies',
    'pure-imports-pure-only: functions/orders/price.ts -> shared/clock.ts',
    { [pure]: "import { now } from '../../shared/clock.ts'\n\nexport const a = now\n" },
  ],
  [
    'the table in a pure file of shared, which a pure file imports',
    'dependencies',
    'pure-imports-pure-only: shared/price.ts -> shared/table/load.store.ts',
    { 'shared/price.ts': "import { client } from './table/load.store.ts'\n\nexport const a = client\n" },
  ],
  [
    'a cycle',
    'dependencies',
    'no-cycle',
    {
      'functions/orders/a.ts': "import { b } from './b.ts'\n\nexport const a = () => b\n",
      'functions/orders/b.ts': "import { a } from './a.ts'\n\nexport const b = () => a\n",
    },
  ],
  [
    'a cycle of types',
    'dependencies',
    'no-cycle',
    {
      'functions/orders/a.ts': "import type { B } from './b.ts'\n\nexport interface A {\n  b: B\n}\n",
      'functions/orders/b.ts': "import type { A } from './a.ts'\n\nexport interface B {\n  a: A\n}\n",
    },
  ],
  ['a barrel', 'dependencies', 'no-barrel', { [pure]: "export * from './order.ts'\n" }],
  ['a barrel of names', 'dependencies', 'no-barrel', { [pure]: "export { orderId } from './order.ts'\n" }],
  [
    'a drawer',
    'dependencies',
    'no-drawer',
    {
      'shared/utils/a.ts': 'export const a = 1\n',
      [pure]: "import { a } from '../../shared/utils/a.ts'\n\nexport const b = a\n",
    },
  ],
  ['an import of nothing', 'dependencies', 'no-unresolvable', { [pure]: "import './gone.ts'\n" }],
  [
    'a development package in what is deployed',
    'dependencies',
    'deployed-imports-no-dev-package',
    { 'functions/orders/a.http.ts': "import 'jest'\n" },
  ],
  [
    'the clock read in a pure file',
    'lint',
    'purity(no-clock)',
    { [pure]: 'export const a = () => new Date()\n' },
  ],
  [
    'Date.now in a pure file',
    'lint',
    "'Date.now' is restricted",
    { [pure]: 'export const a = () => Date.now()\n' },
  ],
  [
    'chance in a pure file',
    'lint',
    "'Math.random' is restricted",
    { [pure]: 'export const a = Math.random()\n' },
  ],
  [
    'random ids in a pure file',
    'lint',
    "'randomUUID' import",
    { [pure]: "import { randomUUID } from 'node:crypto'\n\nexport const a = randomUUID\n" },
  ],
  ['a stopwatch in a pure file', 'lint', "'performance'", { [pure]: 'export const a = performance.now()\n' }],
  [
    'a request in a pure file',
    'lint',
    "'fetch'",
    { [pure]: "export const a = () => fetch('http://a.example')\n" },
  ],
  ['the environment in a pure file', 'lint', "'process'", { [pure]: "export const a = process.env['A']\n" }],
  [
    'the environment read outside its one place',
    'lint',
    'node(no-process-env)',
    { 'functions/orders/a.http.ts': "export const a = process.env['A']\n" },
  ],
  ['console in a slice', 'lint', 'no-console', { 'functions/orders/a.http.ts': "console.log('a')\n" }],
  ['console in shared code', 'lint', 'no-console', { 'shared/a.client.ts': "console.log('a')\n" }],
  [
    'a promise that floats',
    'lint',
    'no-floating-promises',
    { 'infra/a.ts': 'const later = async () => 1\nlater()\n' },
  ],
  [
    'a promise where a truth is asked for',
    'lint',
    'no-misused-promises',
    { 'infra/a.ts': 'const later = async () => true\nexport const a = () => (later() ? 1 : 2)\n' },
  ],
  ['any', 'lint', 'no-explicit-any', { 'infra/a.ts': 'export const a = (b: any) => b as string\n' }],
  [
    'the use of what any hides',
    'lint',
    'no-unsafe-member-access',
    { [pure]: "export const a = () => JSON.parse('{}').length as number\n" },
  ],
  [
    'a switch that forgets a case',
    'lint',
    'switch-exhaustiveness-check',
    {
      [pure]:
        "export function a(b: 'x' | 'y') {\n  switch (b) {\n    case 'x':\n      return 1\n  }\n  return 2\n}\n",
    },
  ],
  [
    'an unused export',
    'unused',
    /Unused exports.*\n.*surplus/,
    {
      [pure]: 'export const surplus = 1\n',
      'functions/orders/api.ts': "import './price.ts'\n\nexport const routes = []\n",
    },
  ],
  ['an unused file', 'unused', /Unused files.*\n.*price\.ts/, { [pure]: 'export const surplus = 1\n' }],
  [
    'a package that is not declared',
    'unused',
    /Unlisted dependencies.*\n.*ulidx/,
    { 'functions/orders/api.ts': "import 'ulidx'\n\nexport const routes = []\n" },
  ],
]

describe('a check fails on', () => {
  it.each(wrongs)('%s (%s)', async (_what, name, finding, planted) => {
    const { passed, report } = await judge(name, planted)
    expect(report).toMatch(finding)
    expect(passed).toBe(false)
  })
})
