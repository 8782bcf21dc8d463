import { tokenFor } from '../../infra/start/sample-clients.ts'
import { type OpsFixture, startOpsFixture } from './ops-fixture.ts'

let stage: OpsFixture

beforeAll(async () => {
  stage = await startOpsFixture()
})
afterAll(() => stage.stop())

const found = (said: string, what: 'client' | 'secret'): string =>
  new RegExp(`^${what} +(\\S+)$`, 'm').exec(said)?.[1] ?? ''

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

  it('creates a client that may do what it was given, for its store', async () => {
    const { output: said } = await stage.ops(
      'client create --store loja-azul --name vitrine --scopes orders:read',
    )
    id = found(said, 'client')
    first = found(said, 'secret')
    const token = await tokenOf(id, first)
    expect(await orders(token)).toBe(200)
    expect(await orders(token, 'POST')).toBe(403)
    expect((await stage.ops('client list')).output).toContain(`loja-azul vitrine`)
  })

  it('rotates its secret: both are valid until the first is ended', async () => {
    const second = found((await stage.ops(`client rotate ${id}`)).output, 'secret')
    expect(second).not.toBe(first)
    await expect(tokenOf(id, first)).resolves.toBeDefined()
    await expect(tokenOf(id, second)).resolves.toBeDefined()
    expect((await stage.ops(`client rotate ${id}`)).output).toContain('two secrets already')

    expect((await stage.ops(`client rotate ${id} --finish`)).code).toBe(1)
    expect((await stage.ops(`client rotate ${id} --finish --yes`)).code).toBe(0)
    await expect(tokenOf(id, first)).rejects.toThrow('invalid_client')
    await expect(tokenOf(id, second)).resolves.toBeDefined()
    expect((await stage.ops(`client rotate ${id} --finish --yes`)).output).toContain('one secret only')
    first = second
  })

  it('revokes it: no more tokens, and no store behind those that it has', async () => {
    const token = await tokenOf(id, first)
    expect((await stage.ops(`client revoke ${id}`)).output).toContain('nobody is there to be asked')
    expect((await stage.ops(`client revoke ${id}`, 'y')).output).toBe(`${id} is ended.`)
    await expect(tokenOf(id, first)).rejects.toThrow('invalid_client')
    expect([401, 403]).toContain(await orders(token, 'GET'))
    expect((await stage.ops(`client revoke ${id}`, 'y')).output).toContain(`there is no client ${id}`)
  })

  it('refuses a store that cannot be one and a scope that is none', async () => {
    const create = 'client create --name x'
    expect((await stage.ops(create)).output).toContain('--store is expected')
    expect((await stage.ops(`${create} --store Loja`)).output).toContain('not Loja')
    expect((await stage.ops(`${create} --store loja-azul --scopes all`)).output).toContain('no scope all')
  })
})
