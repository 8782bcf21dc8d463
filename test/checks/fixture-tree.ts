import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** Files of a tree by their path. */
export type FixtureFiles = Readonly<Record<string, string>>

const project = resolve(import.meta.dirname, '../..')

/** The real rule files, which apply to a fixture tree. */
const rules = [
  '.dependency-cruiser.js',
  '.gitignore',
  '.knip.json',
  '.oxlintrc.json',
  'biome.json',
  'docs/reference',
  'docs/operate/runbooks',
  'infra/checks/purity-plugin.js',
  'tsconfig.json',
]

const lockedZod = { version: '4.0.0', license: 'MIT', integrity: 'sha512-AAAA' }

/** A small suite that passes every check. */
const innocent: FixtureFiles = {
  'package.json': `${JSON.stringify(
    {
      name: 'planted',
      type: 'module',
      scripts: { test: 'jest' },
      dependencies: { '@aws-sdk/client-dynamodb': '*', zod: '*' },
      devDependencies: { jest: '*', oxlint: '*' },
    },
    null,
    2,
  )}\n`,
  'package-lock.json': `${JSON.stringify({ packages: { '': {}, 'node_modules/zod': lockedZod } }, null, 2)}\n`,
  'events/order-events.ts': `import * as z from 'zod/mini'

export const OrderPlaced = z.object({ id: z.string() })
`,
  'shared/clock.ts': `/** The time. */
export const now = (): string => new Date().toISOString()
`,
  'shared/table/load.store.ts': `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

export const client = new DynamoDBClient()
`,
  'functions/orders/order.ts': `import { createHash } from 'node:crypto'
import type { client } from '../../shared/table/load.store.ts'

export type Client = typeof client
export const orderId = (name: string): string => createHash('sha256').update(name).digest('hex')
`,
  'functions/orders/place-order.http.ts': `import { OrderPlaced } from '../../events/order-events.ts'
import { now } from '../../shared/clock.ts'
import { client } from '../../shared/table/load.store.ts'
import { type Client, orderId } from './order.ts'

export const placeOrder = (table: Client = client) => [orderId(now()), OrderPlaced, table]
`,
  'functions/orders/api.ts': `import { placeOrder } from './place-order.http.ts'

export const routes = [placeOrder]
`,
  'functions/quality/api.ts': `export const routes: readonly string[] = []
`,
  'infra/app.ts': `import { routes } from '../functions/orders/api.ts'

process.exitCode = routes.length === 1 ? 0 : 1
`,
  'test/orders/order.unit.test.ts': `import { orderId } from '../../functions/orders/order.ts'

it('names an order by what it is', () => {
  expect(orderId('a')).toHaveLength(64)
})
`,
}

/** Writes the small suite into a new folder, with files added or replaced; `remove` deletes it. */
export async function createFixtureTree(
  more: FixtureFiles = {},
): Promise<{ root: string; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'planted-'))
  for (const rule of rules) await cp(join(project, rule), join(root, rule), { recursive: true })
  await symlink(join(project, 'node_modules'), join(root, 'node_modules'))
  for (const [path, content] of Object.entries({ ...innocent, ...more })) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  return { root, remove: () => rm(root, { recursive: true }) }
}
