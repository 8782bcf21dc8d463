import { tokenFor } from '../../infra/start/sample-clients.ts'
import { type OpsFixture, startOpsFixture } from './ops-fixture.ts'

let stage: OpsFixture

beforeAll(async () => {
  stage = await startOpsFixture()
})
afterAll(() => stage.stop())

const found = (output: string, what: 'client' | 'secret'): string =>
  new RegExp(`^${what} +(\\S+)$`, 'm').exec(output)?.[1] ?? ''

const tokenOf = (id: string, secret: string): Promise<string> =>
  tokenFor(stage.suite.cloud.endpoints.token, { id, secret })

const orders = async (token: string, method = 'GET'): Promise<number> => {
  const { api } = stage.suite.cloud.endpoints
  const headers = {
    authorization: `Bearer ${token}`,
    'idempotency-key': 'k',
    'content-type': 'application/json',
  }
  return (await fetch(`${api}/orders${method === 'GET' ? '?status=placed' : ''}`, { method, headers })).status
}

describe('npm run ops -- client', () => {
  let id: string
  let first: string

  it('creates a client with the given scopes for its store', async () => {
    const { output } = await stage.ops('client create --store loja-azul --name vitrine --scopes orders:read')
    id = found(output, 'client')
    first = found(output, 'secret')
    const token = await tokenOf(id, first)
    expect(await orders(token)).toBe(200)
    expect(await orders(token, 'POST')).toBe(403)
    expect((await stage.ops('client list')).output).toContain(`loja-azul vitrine`)
  })

  it('rotates its secret: both are valid until the first is deleted', async () => {
    const second = found((await stage.ops(`client rotate ${id}`)).output, 'secret')
    expect(second).not.toBe(first)
    await expect(tokenOf(id, first)).resolves.toBeDefined()
    await expect(tokenOf(id, second)).resolves.toBeDefined()
    expect((await stage.ops(`client rotate ${id}`)).output).toContain('two secrets already')

    expect((await stage.ops(`client rotate ${id} --finish`)).code).toBe(1)
    expect((await stage.ops(`client rotate ${id} --finish --yes`)).code).toBe(0)
    await expect(tokenOf(id, first)).rejects.toThrow('invalid_client')
    await expect(tokenOf(id, second)).resolves.toBeDefined()
    expect((await stage.ops(`client rotate ${id} --finish --yes`)).output).toContain('only one secret')
    first = second
  })

  it('revokes it: no new tokens, and its existing ones give no access', async () => {
    const token = await tokenOf(id, first)
    expect((await stage.ops(`client revoke ${id}`)).output).toContain(
      'Not a terminal: pass --yes to confirm.',
    )
    expect((await stage.ops(`client revoke ${id}`, 'y')).output).toBe(`Deleted ${id}.`)
    await expect(tokenOf(id, first)).rejects.toThrow('invalid_client')
    expect([401, 403]).toContain(await orders(token, 'GET'))
    expect((await stage.ops(`client revoke ${id}`, 'y')).output).toContain(`No client ${id}`)
  })

  it('rejects an invalid store name and an unknown scope', async () => {
    const create = 'client create --name x'
    expect((await stage.ops(create)).output).toContain('Missing option: --store')
    expect((await stage.ops(`${create} --store Loja`)).output).toContain('not Loja')
    expect((await stage.ops(`${create} --store loja-azul --scopes all`)).output).toContain('no scope all')
  })
})
