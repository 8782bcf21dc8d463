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
/** What every store has of its own under the same name, so that there is nothing of another to name. */
const isPerStore = ({ path }: Operation) =>
  /^\/(?:quality\/(?:checks|facts)|email\/(?:settings|templates|models))\b/.test(path)

/** What a list asks to be told, where it does not show everything. */
const shown: Readonly<Record<string, string>> = { '/channels/deliveries': 'state=parked' }

/** A link to a file is signed anew each time. */
const withoutLinks = (text: string): string => text.replaceAll(/"(?:link|expiresAt)":"[^"]*"/g, '')

/** The same of every operation, so that one that differs stands out by its name. */
const each = <T>(value: T, of: readonly Operation[] = operations) =>
  Object.fromEntries(of.map((operation) => [nameOf(operation), value]))

interface Reply {
  readonly status: number
  readonly text: string
}

/** Every operation of the OpenAPI document, against everybody who may not use it. */
describe('access', () => {
  let suite: Suite
  let belongings: SeededResources
  let stop: () => Promise<void>

  beforeAll(async () => {
    const furnished = await startSeededSuite()
    suite = furnished.suite
    belongings = furnished.resources
    stop = () => furnished.stop()
  })
  afterAll(() => stop())

  const urlOf = ({ path, query, method }: Operation): string => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = belongings.parameters[resourceOf(path, name)]
      if (value === undefined) throw new Error(`what-azul-has is expected to have a value for {${name}}`)
      return value
    })
    const documented = Object.entries(query).map(([name, [value]]): [string, string] => [name, String(value)])
    const asked = method === 'DELETE' ? new URLSearchParams(documented) : (shown[path] ?? '')
    return `${suite.cloud.endpoints.api}${filled}?${asked}`
  }

  const bodyOf = ({ id, example }: Operation): unknown => belongings.bodies[id] ?? example ?? {}

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
    // What takes something away comes last, so that it is there until then.
    const inOrder = of.toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))
    for (const operation of inOrder)
      found[nameOf(operation)] = (await request(operation, authorization, headers)).status
    return found
  }

  /** All that can be read of the store, as its own client reads it. */
  async function readings(token: string): Promise<Record<string, string>> {
    const found: Record<string, string> = {}
    for (const operation of operations.filter(isReading))
      found[nameOf(operation)] = withoutLinks((await request(operation, token)).text)
    return found
  }

  it('is judged for every operation that is served, and every route with an authorizer is one', async () => {
    const served = (await (await fetch(`${suite.cloud.endpoints.api}/openapi.json`)).json()) as ApiDocument
    const names = operations.map(nameOf).toSorted()
    expect(operationsOf(served).map(nameOf).toSorted()).toEqual(names)
    const routes = suite.cloud.resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
    const guarded = routes.filter(({ properties }) => properties['AuthorizationType'] === 'JWT')
    expect(guarded.map(({ properties }) => properties['RouteKey']).toSorted()).toEqual(names)
    expect(routes.length).toBeGreaterThanOrEqual(names.length + publicPaths.length)
  })

  it('is refused to whoever has no token that is ours, for us and of now', async () => {
    const found: Record<string, Record<string, number>> = {}
    const tokens = await invalidTokens(suite)
    for (const [wrong, token] of Object.entries(tokens)) found[wrong] = await statuses(token)
    expect(Object.keys(found).length).toBeGreaterThan(10)
    expect(found).toEqual(Object.fromEntries(Object.keys(tokens).map((wrong) => [wrong, each(401)])))
  })

  it('is refused to a token that has every scope but the one', async () => {
    const found: Record<string, number> = {}
    for (const operation of operations) {
      const others = await tokenOf(suite, 'loja-azul', (all) => all.filter((one) => one !== operation.scope))
      found[nameOf(operation)] = (await request(operation, others)).status
    }
    expect(found).toEqual(each(403))
  })

  it('is refused to who names a store that the token is not bound to', async () => {
    const token = await tokenOf(suite, 'loja-verde')
    expect(await statuses(token, { 'retaguarda-store': 'loja-azul' })).toEqual(each(403))
  })

  it('to what another store has is as to what is not there, and changes nothing of it', async () => {
    const [azul, verde] = [await tokenOf(suite, 'loja-azul'), await tokenOf(suite, 'loja-verde')]
    const before = await readings(azul)

    const lists = operations.filter((one) => isReading(one) && !namesResource(one) && !isPerStore(one))
    const listed: Record<string, unknown> = {}
    for (const list of lists) listed[nameOf(list)] = JSON.parse((await request(list, verde)).text).items
    expect(listed).toEqual(each([], lists))
    const told = Object.fromEntries(lists.map((list) => [nameOf(list), before[nameOf(list)]]))
    for (const items of Object.values(told)) expect(JSON.parse(items ?? '').items).not.toEqual([])

    const foreign = operations.filter((one) => namesResource(one) && !isPerStore(one))
    const found: Record<string, string> = {}
    const read: string[] = []
    for (const operation of operations) {
      const { status, text } = await request(operation, verde)
      if (foreign.includes(operation)) found[nameOf(operation)] = `${status} ${JSON.parse(text).code}`
      // What is sent comes back in what is said of it.
      const said = `${urlOf(operation)} ${JSON.stringify(bodyOf(operation))}`
      const marks = belongings.marks.filter((mark) => !said.includes(mark))
      read.push(...marks.filter((mark) => text.includes(mark)).map((mark) => `${nameOf(operation)}: ${mark}`))
    }
    expect(found).toEqual(each('404 not-found', foreign))
    expect(read).toEqual([])

    await suite.cloud.idle()
    expect(await readings(azul)).toEqual(before)
  })

  it('is given to the store itself: what the others are refused is there', async () => {
    const found = await statuses(await tokenOf(suite, 'loja-azul'))
    const refused = Object.entries(found).filter(([, status]) => ![200, 201, 409].includes(status))
    expect(refused).toEqual([])
  })
})
