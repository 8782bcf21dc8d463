import type { Context } from 'aws-lambda'
import * as z from 'zod/mini'
import { apiHandler } from '../../shared/http/api.ts'
import { route } from '../../shared/http/route.ts'
import { type AwsServices, startAwsServices } from '../support/aws-services.ts'
import { httpEvent, storeA } from '../support/http.ts'
import { type SuiteTable, startSuiteTable } from '../support/suite/suite-table.ts'

const handler = apiHandler([
  route({
    method: 'GET',
    path: '/anything',
    scope: 'orders:read',
    summary: 'anything',
    response: z.object({ ok: z.boolean() }),
    success: 200,
    run: async () => ({ ok: true }),
  }),
])
const arn = 'arn:aws:secretsmanager:sa-east-1:000000000000:secret:edge'

let services: AwsServices
let table: SuiteTable
beforeAll(async () => {
  table = await startSuiteTable()
  services = await startAwsServices()
})
afterAll(() => Promise.all([services.stop(), table.stop()]))
afterEach(() => {
  delete process.env['EDGE_KEY_ARN']
})

const [newest, before] = ['n'.repeat(64), 'b'.repeat(64)]

/** Status and code of a request with this header, under this secret. */
async function ask(given: string | undefined, secret: object): Promise<unknown[]> {
  services.on('GetSecretValue', () => ({ SecretString: JSON.stringify(secret) }))
  const headers = given === undefined ? {} : { 'retaguarda-edge-key': given }
  const event = httpEvent('GET', '/anything', { client: storeA.client, headers })
  const { statusCode, body } = await handler(event, {} as Context)
  return [statusCode, (JSON.parse(body ?? '') as { detail?: string }).detail]
}

describe('the lock of the API behind CloudFront', () => {
  const refused = [403, 'Use the public address of the API.']
  const unbound = [403, 'Principal is not bound to this store.']
  let secrets = 0
  /** A new secret each time, as a read secret is cached for minutes. */
  const lock = () => {
    secrets += 1
    process.env['EDGE_KEY_ARN'] = `${arn}-${secrets}`
  }

  it('is open without CloudFront', async () => {
    expect(await ask(undefined, {})).toEqual(unbound)
    expect(services.inputs('GetSecretValue')).toEqual([])
  })

  it.each([undefined, '', 'x'.repeat(64), before, `${newest} `])('rejects the key %p', async (given) => {
    lock()
    expect(await ask(given, { current: newest })).toEqual(refused)
  })

  it('accepts the newest key, and the previous one during rotation', async () => {
    lock()
    expect(await ask(newest, { current: newest, previous: before })).toEqual(unbound)
    expect(await ask(before, { current: newest, previous: before })).toEqual(unbound)
    expect(await ask('x'.repeat(64), { current: newest, previous: before })).toEqual(refused)
  })
})
