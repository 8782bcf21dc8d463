import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { startTestTable, type TestTable } from '../support/dynamodb.ts'

let table: TestTable

beforeAll(async () => {
  table = await startTestTable()
})
afterAll(() => table.stop())

/** Runs `npm run bind` against the test's table. */
async function bind(...args: string[]): Promise<{ code: number; output: string }> {
  const script = join(import.meta.dirname, '../../infra/bind-principal.ts')
  const { NODE_OPTIONS: _, ...environment } = process.env
  const child = spawn(process.execPath, [script, ...args], {
    env: {
      ...environment,
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  })
  const [[code], out, error] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code: code as number, output: `${out}${error}` }
}

const boundStores = async (client: string): Promise<unknown> => {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: { pk: { S: `PRINCIPAL#${client}` }, sk: { S: 'PRINCIPAL' } },
    }),
  )
  return Item?.['stores']?.L?.map(({ S }) => S)
}

describe('binding a client to stores', () => {
  it('allows the named stores, and no longer the previous ones', async () => {
    await bind('--client', 'shop', '--store', 'loja-azul', '--table', table.name)
    const { code, output } = await bind(
      ...['--client', 'shop', '--store', 'loja-azul', '--store', 'loja-verde', '--table', table.name],
    )
    expect(output).toContain('shop now acts for loja-azul, loja-verde')
    expect(code).toBe(0)
    expect(await boundStores('shop')).toEqual(['loja-azul', 'loja-verde'])
  })

  it.each([
    ['no client', ['--store', 'loja-azul'], 'Missing option: --client'],
    ['no store', ['--client', 'shop'], 'Missing option: --store'],
    ['an invalid store id', ['--client', 'shop', '--store', 'Loja Azul'], 'not Loja Azul'],
    ['another stage', ['--client', 'shop', '--store', 'loja-azul', '--stage', 'test'], 'dev or prod'],
    ['an unknown option', ['--shop', 'x'], "Unknown option '--shop'"],
  ])('rejects %s, and shows the usage', async (_, args, message) => {
    const { code, output } = await bind(...args)
    expect(code).toBe(1)
    expect(output).toContain(message)
    expect(output).toContain('npm run bind --')
  })
})
