import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { Metafile } from 'esbuild'
import { catalogue } from '../../events/catalogue.ts'
import { build, unwantedModulesIn } from '../../infra/build.ts'
import { deployedFunctions } from '../../infra/deployed-functions.ts'
import { type SuiteTable, startSuiteTable } from '../support/suite/suite-table.ts'

const names = Object.keys(deployedFunctions)
let outdir: string
let metafile: Metafile
let table: SuiteTable

beforeAll(async () => {
  outdir = mkdtempSync(join(tmpdir(), 'retaguarda-build-'))
  metafile = await build({ outdir })
  table = await startSuiteTable()
})
afterAll(async () => {
  rmSync(outdir, { recursive: true, force: true })
  await table.stop()
})

/** Calls a bundle's handler in its own process, with only credentials in the environment. */
async function invoke(name: string, event: unknown): Promise<Record<string, unknown>> {
  const script = `require(${JSON.stringify(join(outdir, 'functions', name, 'handler.js'))})
    .handler(${JSON.stringify(event)}, {}).then((answer) => process.stderr.write(JSON.stringify(answer ?? {})))`
  const child = spawn(process.execPath, ['-e', script], {
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'ordersapi',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      TABLE_NAME: table.name,
    },
  })
  const [[code], , errorOutput] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  if (code !== 0) throw new Error(errorOutput)
  return JSON.parse(errorOutput) as Record<string, unknown>
}

/** A no-op event for each kind of function. */
function nothingFor(name: string): object {
  if (name.endsWith('-api') || name === 'receivers-webhooks')
    return { routeKey: 'POST /nowhere', headers: {}, requestContext: { requestId: 'L2kX9g' } }
  if (name.endsWith('-token')) return { request: { groupConfiguration: {} } }
  return name === 'webhooks-maker' ? { detail: catalogue.get('order.placed')?.example } : { Records: [] }
}

describe('the build', () => {
  it.each(names)('bundles %s as one CommonJS file with a separate source map', (name) => {
    const folder = readdirSync(join(outdir, 'functions', name))
    expect(folder).toEqual(expect.arrayContaining(['handler.js', 'index.js', 'package.json']))
    expect(folder.filter((file) => file.endsWith('.map'))).toEqual([])
    expect(readdirSync(join(outdir, 'maps', name))).toEqual(['index.js.map'])
    const code = readFileSync(join(outdir, 'functions', name, 'index.js'), 'utf8')
    expect(code).toContain('module.exports')
    expect(code).not.toContain('sourceMappingURL')
  })

  it('copies mail models beside the functions that use them, and no others', () => {
    const holding = names.filter((name) =>
      readdirSync(join(outdir, 'functions', name)).includes('seed-models.json'),
    )
    expect(holding.sort()).toEqual(['email-inbox', 'learning-schedule'])
  })

  it.each(names)('bundles %s so that it starts with only its own files', async (name) => {
    expect(await invoke(name, nothingFor(name))).toEqual(expect.any(Object))
  })

  it('excludes credentials from files, processes and the network, and late imports', () => {
    const outputs = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.js'))
    expect(outputs).toHaveLength(names.length)
    for (const [path, { inputs }] of outputs) {
      expect(Object.keys(inputs).length).toBeGreaterThan(2)
      expect(unwantedModulesIn(Object.keys(inputs), readFileSync(join(process.cwd(), path), 'utf8'))).toEqual(
        [],
      )
    }
  })

  it('detects an unwanted module and a dynamic import', () => {
    const sso = 'node_modules/@aws-sdk/credential-provider-sso/dist-es/fromSSO.js'
    expect(unwantedModulesIn(['functions/orders/api.ts', sso], 'var a=require("b")')).toEqual([sso])
    expect(unwantedModulesIn([], 'let{request:r}=await import("node:http")')).toEqual(['a dynamic import'])
  })

  it('bundles a function that reaches the table with the credentials of its environment', async () => {
    const stores = { L: [{ S: 'loja-azul' }] }
    const key = { pk: { S: 'PRINCIPAL#shop' }, sk: { S: 'PRINCIPAL' } }
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: { ...key, stores } }))
    const answer = await invoke('orders-api', {
      version: '2.0',
      routeKey: 'GET /orders/{orderId}',
      rawPath: '/orders/ord_7k3m9q2x5v8n4t6w1y0c3f7h2j',
      headers: {},
      pathParameters: { orderId: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j' },
      requestContext: {
        requestId: 'JKJaXmPLvHcESHA=',
        routeKey: 'GET /orders/{orderId}',
        http: { method: 'GET', path: '/orders/ord_7k3m9q2x5v8n4t6w1y0c3f7h2j' },
        authorizer: { jwt: { claims: { client_id: 'shop', scope: 'retaguarda/orders:read' }, scopes: [] } },
      },
      isBase64Encoded: false,
    })
    expect(answer).toMatchObject({ statusCode: 404, body: expect.stringContaining('No order with this id.') })
  })
})
