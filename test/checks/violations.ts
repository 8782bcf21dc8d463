import type { FixtureFiles } from './fixture-tree.ts'

/** A violation that a check must find; in paths and contents `NN` is replaced with its number. */
export interface Violation {
  readonly what: string
  /** Text in the report beside the first file's path. */
  readonly finding: string
  readonly files: FixtureFiles
}

const pure = 'functions/orders/price-NN.ts'
const route = 'functions/orders/route-NN.http.ts'

/** Violations that dependency-cruiser must find. */
export const dependencyViolations: readonly Violation[] = [
  {
    what: 'a slice importing a slice',
    finding: 'slice-imports-no-slice',
    files: {
      'functions/quality/check-NN.ts':
        "import { orderId } from '../orders/order.ts'\n\nexport const a = orderId\n",
    },
  },
  {
    what: 'a slice importing the type of another slice',
    finding: 'slice-imports-no-slice',
    files: {
      'functions/quality/check-NN.ts':
        "import type { Client } from '../orders/order.ts'\n\nexport type A = Client\n",
    },
  },
  {
    what: 'an event importing more than zod',
    finding: 'events-import-zod-only',
    files: { 'events/now-NN.ts': "import { now } from '../shared/clock.ts'\n\nexport const a = now\n" },
  },
  {
    what: 'shared code importing a slice',
    finding: 'shared-knows-no-slice',
    files: {
      'shared/order-NN.ts':
        "import { orderId } from '../functions/orders/order.ts'\n\nexport const a = orderId\n",
    },
  },
  {
    what: 'shared code importing an event',
    finding: 'shared-knows-no-slice',
    files: {
      'shared/order-NN.ts':
        "import { OrderPlaced } from '../events/order-events.ts'\n\nexport const a = OrderPlaced\n",
    },
  },
  {
    what: 'a slice importing infrastructure',
    finding: 'nothing-imports-infra',
    files: { [route]: "import '../../infra/app.ts'\n" },
  },
  {
    what: 'infrastructure importing test code',
    finding: 'nothing-imports-test',
    files: {
      'infra/b-NN.ts': "import { a } from '../test/support/a-NN.ts'\n\nexport const b = a\n",
      'test/support/a-NN.ts': 'export const a = 1\n',
    },
  },
  {
    what: 'infrastructure importing the inside of a slice',
    finding: 'infra-imports-definitions-only',
    files: {
      'infra/b-NN.ts': "import { orderId } from '../functions/orders/order.ts'\n\nexport const b = orderId\n",
    },
  },
  {
    what: 'a construct importing the local cloud',
    finding: 'constructs-know-no-local-cloud',
    files: {
      'infra/constructs/b-NN.ts': "import { a } from '../local/a-NN.ts'\n\nexport const b = a\n",
      'infra/local/a-NN.ts': 'export const a = 1\n',
    },
  },
  {
    what: 'the local cloud importing the start script',
    finding: 'local-cloud-knows-no-product',
    files: {
      'infra/local/b-NN.ts': "import { a } from '../start/a-NN.ts'\n\nexport const b = a\n",
      'infra/start/a-NN.ts': 'export const a = 1\n',
    },
  },
  {
    what: 'the local cloud importing shared code',
    finding: 'local-cloud-knows-no-product',
    files: { 'infra/local/b-NN.ts': "import { now } from '../../shared/clock.ts'\n\nexport const b = now\n" },
  },
  {
    what: 'operations importing a function of the start-up',
    finding: 'ops-takes-types-of-start-only',
    files: {
      'infra/ops/b-NN.ts': "import { a } from '../start/endpoints.ts'\n\nexport const b = a\n",
      'infra/start/endpoints.ts': 'export const a = 1\n',
    },
  },
  {
    what: 'operations importing another type of the start-up',
    finding: 'ops-takes-endpoints-only',
    files: {
      'infra/ops/b-NN.ts': "import type { A } from '../start/a-NN.ts'\n\nexport type B = A\n",
      'infra/start/a-NN.ts': 'export type A = 1\n',
    },
  },
  {
    what: 'a builtin with I/O in a pure file',
    finding: 'pure-imports-no-builtin',
    files: { [pure]: "import 'node:fs'\n" },
  },
  {
    what: 'an SDK in a pure file',
    finding: 'pure-imports-no-sdk',
    files: {
      [pure]:
        "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'\n\nexport const a = DynamoDBClient\n",
    },
  },
  {
    what: 'the table in a pure file',
    finding: 'pure-imports-pure-only',
    files: {
      [pure]: "import { client } from '../../shared/table/load.store.ts'\n\nexport const a = client\n",
    },
  },
  {
    what: 'the table in a pure file, loaded on demand',
    finding: 'pure-imports-pure-only',
    files: { [pure]: "export const a = () => import('../../shared/table/load.store.ts')\n" },
  },
  {
    what: 'the clock in a pure file',
    finding: 'pure-imports-pure-only',
    files: { [pure]: "import { now } from '../../shared/clock.ts'\n\nexport const a = now\n" },
  },
  {
    what: 'the table in a pure file of shared',
    finding: 'pure-imports-pure-only',
    files: {
      'shared/price-NN.ts': "import { client } from './table/load.store.ts'\n\nexport const a = client\n",
    },
  },
  {
    what: 'a room that imports a later room',
    finding: 'room-imports-forward-orders-order',
    files: {
      'functions/orders/order/a-NN.ts': "import { b } from '../holds/b-NN.ts'\n\nexport const a = b\n",
      'functions/orders/holds/b-NN.ts': 'export const b = 1\n',
    },
  },
  {
    what: 'a folder of a slice that is no room',
    finding: 'room-is-listed',
    files: {
      [pure]: "import { b } from './cellar/b-NN.ts'\n\nexport const a = b\n",
      'functions/orders/cellar/b-NN.ts': 'export const b = 1\n',
    },
  },
  {
    what: 'a use case that touches the table itself',
    finding: 'use-case-does-no-io',
    files: {
      'functions/orders/change-NN.usecase.ts':
        "import { client } from '../../shared/table/load.store.ts'\n\nexport const a = client\n",
    },
  },
  {
    what: 'a route that talks to DynamoDB',
    finding: 'only-stores-touch-the-table',
    files: {
      [route]:
        "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'\n\nexport const a = DynamoDBClient\n",
    },
  },
  {
    what: 'a store that calls a service',
    finding: 'only-clients-call-services',
    files: {
      'functions/orders/put-NN.store.ts':
        "import { EventBridgeClient } from '@aws-sdk/client-eventbridge'\n\nexport const a = EventBridgeClient\n",
    },
  },
  {
    what: 'a cycle',
    finding: 'no-cycle',
    files: {
      'functions/orders/a-NN.ts': "import { b } from './b-NN.ts'\n\nexport const a = () => b\n",
      'functions/orders/b-NN.ts': "import { a } from './a-NN.ts'\n\nexport const b = () => a\n",
    },
  },
  {
    what: 'a cycle of types',
    finding: 'no-cycle',
    files: {
      'functions/orders/a-NN.ts': "import type { B } from './b-NN.ts'\n\nexport interface A {\n  b: B\n}\n",
      'functions/orders/b-NN.ts': "import type { A } from './a-NN.ts'\n\nexport interface B {\n  a: A\n}\n",
    },
  },
  { what: 'a barrel', finding: 'no-barrel', files: { [pure]: "export * from './order.ts'\n" } },
  {
    what: 'a barrel of names',
    finding: 'no-barrel',
    files: { [pure]: "export { orderId } from './order.ts'\n" },
  },
  {
    what: 'a catch-all folder',
    finding: 'no-drawer',
    files: {
      [pure]: "import { a } from '../../shared/utils/a-NN.ts'\n\nexport const b = a\n",
      'shared/utils/a-NN.ts': 'export const a = 1\n',
    },
  },
  {
    what: 'an import of a missing file',
    finding: 'no-unresolvable',
    files: { [pure]: "import './gone.ts'\n" },
  },
  {
    what: 'a development package in deployed code',
    finding: 'deployed-imports-no-dev-package',
    files: { [route]: "import 'jest'\n" },
  },
]

/** Violations that oxlint must find. */
export const lintViolations: readonly Violation[] = [
  {
    what: 'the clock read in a pure file',
    finding: 'purity(no-clock)',
    files: { [pure]: 'export const a = () => new Date()\n' },
  },
  {
    what: 'a partition key spelled outside the register',
    finding: 'purity(no-spelled-keys)',
    files: {
      'functions/orders/list-NN.store.ts': 'export const a = (store: string) => `S#${store}#ORDERS`\n',
    },
  },
  {
    what: 'an index key spelled outside the register',
    finding: 'purity(no-spelled-keys)',
    files: { 'functions/orders/list-NN.store.ts': "export const a = { gsi1pk: 'orders' }\n" },
  },
  {
    what: 'Date.now in a pure file',
    finding: "'Date.now' is restricted",
    files: { [pure]: 'export const a = () => Date.now()\n' },
  },
  {
    what: 'randomness in a pure file',
    finding: "'Math.random' is restricted",
    files: { [pure]: 'export const a = Math.random()\n' },
  },
  {
    what: 'random ids in a pure file',
    finding: "'randomUUID' import",
    files: { [pure]: "import { randomUUID } from 'node:crypto'\n\nexport const a = randomUUID\n" },
  },
  {
    what: 'a stopwatch in a pure file',
    finding: "'performance'",
    files: { [pure]: 'export const a = performance.now()\n' },
  },
  {
    what: 'a request in a pure file',
    finding: "'fetch'",
    files: { [pure]: "export const a = () => fetch('http://a.example')\n" },
  },
  {
    what: 'the environment in a pure file',
    finding: "'process'",
    files: { [pure]: "export const a = process.env['A']\n" },
  },
  {
    what: 'the clock read in a pure file of shared',
    finding: 'purity(no-clock)',
    files: { 'shared/price-NN.ts': 'export const a = () => new Date()\n' },
  },
  {
    what: 'the environment read outside its single module',
    finding: 'node(no-process-env)',
    files: { [route]: "export const a = process.env['A']\n" },
  },
  { what: 'console in a slice', finding: 'no-console', files: { [route]: "console.log('a')\n" } },
  {
    what: 'console in shared code',
    finding: 'no-console',
    files: { 'shared/a-NN.client.ts': "console.log('a')\n" },
  },
  {
    what: 'a floating promise',
    finding: 'no-floating-promises',
    files: { 'infra/a-NN.ts': 'const later = async () => 1\nlater()\n' },
  },
  {
    what: 'a promise used as a condition',
    finding: 'no-misused-promises',
    files: { 'infra/a-NN.ts': 'const later = async () => true\nexport const a = () => (later() ? 1 : 2)\n' },
  },
  {
    what: 'the type any',
    finding: 'no-explicit-any',
    files: { 'infra/a-NN.ts': 'export const a = (b: any) => b as string\n' },
  },
  {
    what: 'an unsafe use of any',
    finding: 'no-unsafe-member-access',
    files: { [pure]: "export const a = () => JSON.parse('{}').length as number\n" },
  },
  {
    what: 'a switch with a missing case',
    finding: 'switch-exhaustiveness-check',
    files: {
      [pure]:
        "export function a(b: 'x' | 'y') {\n  switch (b) {\n    case 'x':\n      return 1\n  }\n  return 2\n}\n",
    },
  },
]

/** Numbers the violations, so their files fit into one tree. */
export function numbered(violations: readonly Violation[]): (Violation & { readonly path: string })[] {
  return violations.map((violation, n) => {
    const files = Object.fromEntries(
      Object.entries(violation.files).map(([path, content]) => [fill(path, n), fill(content, n)]),
    )
    return { ...violation, files, path: Object.keys(files)[0] ?? '' }
  })
}

const fill = (text: string, n: number): string => text.replaceAll('NN', String(n))
