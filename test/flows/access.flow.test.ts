import { publicPaths } from '../../functions/docs/api.ts'
import { makeDocuments } from '../../infra/documents/build-documents.ts'
import { startSeededSuite } from '../access/seeded-suite.ts'
import { resourceOf, type SeededResources } from '../access/store-a-resources.ts'
import { invalidTokens, tokenOf } from '../access/tokens.ts'
import { type ApiDocument, type Operation, operationsOf } from '../fuzz/document.ts'
import type { Suite } from '../support/suite/suite.ts'

const operations = operationsOf((await makeDocuments()).openApi as unknown as ApiDocument)
const nameOf = ({ method, path }: Operation) => `${method} ${path}`
const isReading = ({ method }: Operation) => method === 'GET'
const namesResource = ({ path }: Operation) => path.includes('{')
/** Operations on resources that every store has under the same name, so no other store can be named. */
const isPerStore = ({ path }: Operation) =>
  /^\/(?:quality\/(?:checks|facts)|email\/(?:settings|templates|models))\b/.test(path)

/** Query of lists that need a filter. */
const shown: Readonly<Record<string, string>> = { '/channels/deliveries': 'state=parked' }

/** Removes file links, which are signed anew for each answer. */
const withoutLinks = (text: string): string => text.replaceAll(/"(?:link|expiresAt)":"[^"]*"/g, '')

/** The same value for every operation, so that a difference names its operation. */
const each = <T>(value: T, of: readonly Operation[] = operations) =>
  Object.fromEntries(of.map((operation) => [nameOf(operation), value]))

interface Reply {
  readonly status: number
  readonly text: string
}

/** Tests every operation of the OpenAPI document against callers without access. */
describe('access', () => {
  let suite: Suite
  let resources: SeededResources
  let stop: () => Promise<void>

  beforeAll(async () => {
    const seeded = await startSeededSuite()
    suite = seeded.suite
    resources = seeded.resources
    stop = () => seeded.stop()
  })
  afterAll(() => stop())

  const urlOf = ({ path, query, method }: Operation): string => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = resources.parameters[resourceOf(path, name)]
      if (value === undefined) throw new Error(`store-a-resources.ts has no value for {${name}}.`)
      return value
    })
    const documented = Object.entries(query).map(([name, [value]]): [string, string] => [name, String(value)])
    const asked = method === 'DELETE' ? new URLSearchParams(documented) : (shown[path] ?? '')
    return `${suite.cloud.endpoints.api}${filled}?${asked}`
  }

  const bodyOf = ({ id, example }: Operation): unknown => resources.bodies[id] ?? example ?? {}

  let sent = 0
  async function request(
    operation: Operation,
    authorization: string | undefined,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    sent += 1
    const answer = await fetch(urlOf(operation), {
      method: operation.method,
      headers: {
        'if-match': '*',
        'idempotency-key': `access-${sent}`,
        ...(authorization === undefined ? {} : { authorization }),
        ...(operation.takesBody ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(operation.takesBody ? { body: JSON.stringify(bodyOf(operation)) } : {}),
    })
    return { status: answer.status, text: await answer.text() }
  }

  async function statuses(
    authorization: string | undefined,
    headers: Readonly<Record<string, string>> = {},
    of: readonly Operation[] = operations,
  ): Promise<Record<string, number>> {
    const found: Record<string, number> = {}
    // DELETE operations come last, so that their resources exist until then.
    const inOrder = of.toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))
    for (const operation of inOrder)
      found[nameOf(operation)] = (await request(operation, authorization, headers)).status
    return found
  }

  /** All answers of read operations, as the client of the store receives them. */
  async function readings(token: string): Promise<Record<string, string>> {
    const found: Record<string, string> = {}
    for (const operation of operations.filter(isReading))
      found[nameOf(operation)] = withoutLinks((await request(operation, token)).text)
    return found
  }

  it('covers every operation of the API document and every route with an authorizer', async () => {
    const served = (await (await fetch(`${suite.cloud.endpoints.api}/openapi.json`)).json()) as ApiDocument
    const names = operations.map(nameOf).toSorted()
    expect(operationsOf(served).map(nameOf).toSorted()).toEqual(names)
    const routes = suite.cloud.resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
    const guarded = routes.filter(({ properties }) => properties['AuthorizationType'] === 'JWT')
    expect(guarded.map(({ properties }) => properties['RouteKey']).toSorted()).toEqual(names)
    expect(routes.length).toBeGreaterThanOrEqual(names.length + publicPaths.length)
  })

  it('rejects every invalid token with 401', async () => {
    const found: Record<string, Record<string, number>> = {}
    const tokens = await invalidTokens(suite)
    for (const [defect, token] of Object.entries(tokens)) found[defect] = await statuses(token)
    expect(Object.keys(found).length).toBeGreaterThan(10)
    expect(found).toEqual(Object.fromEntries(Object.keys(tokens).map((defect) => [defect, each(401)])))
  })

  it('rejects a token without the scope of the operation with 403', async () => {
    const found: Record<string, number> = {}
    for (const operation of operations) {
      const others = await tokenOf(suite, 'loja-azul', (all) => all.filter((one) => one !== operation.scope))
      found[nameOf(operation)] = (await request(operation, others)).status
    }
    expect(found).toEqual(each(403))
  })

  it('rejects a store that the token is not bound to with 403', async () => {
    const token = await tokenOf(suite, 'loja-verde')
    expect(await statuses(token, { 'retaguarda-store': 'loja-azul' })).toEqual(each(403))
  })

  it('answers 404 for resources of another store and does not change them', async () => {
    const [storeA, storeB] = [await tokenOf(suite, 'loja-azul'), await tokenOf(suite, 'loja-verde')]
    const before = await readings(storeA)

    const lists = operations.filter((one) => isReading(one) && !namesResource(one) && !isPerStore(one))
    const listed: Record<string, unknown> = {}
    for (const list of lists) listed[nameOf(list)] = JSON.parse((await request(list, storeB)).text).items
    expect(listed).toEqual(each([], lists))
    const shownToStoreA = Object.fromEntries(lists.map((list) => [nameOf(list), before[nameOf(list)]]))
    for (const items of Object.values(shownToStoreA)) expect(JSON.parse(items ?? '').items).not.toEqual([])

    const foreign = operations.filter((one) => namesResource(one) && !isPerStore(one))
    const found: Record<string, string> = {}
    const read: string[] = []
    for (const operation of operations) {
      const { status, text } = await request(operation, storeB)
      if (foreign.includes(operation)) found[nameOf(operation)] = `${status} ${JSON.parse(text).code}`
      // An answer may repeat values of its own request.
      const sentText = `${urlOf(operation)} ${JSON.stringify(bodyOf(operation))}`
      const marks = resources.marks.filter((mark) => !sentText.includes(mark))
      read.push(...marks.filter((mark) => text.includes(mark)).map((mark) => `${nameOf(operation)}: ${mark}`))
    }
    expect(found).toEqual(each('404 not-found', foreign))
    expect(read).toEqual([])

    await suite.cloud.idle()
    expect(await readings(storeA)).toEqual(before)
  })

  it('allows the client of the store every operation', async () => {
    const found = await statuses(await tokenOf(suite, 'loja-azul'))
    const rejected = Object.entries(found).filter(([, status]) => ![200, 201, 409].includes(status))
    expect(rejected).toEqual([])
  })
})
