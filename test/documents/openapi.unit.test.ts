import { Validator } from '@seriousme/openapi-schema-validator'
import { makeDocuments } from '../../infra/documents/build-documents.ts'
import { slices } from '../../infra/slices.ts'
import { statusOf } from '../../shared/http/problem.ts'
import { type SchemaDocument, validatorFor } from './json-validator.ts'

interface Operation {
  readonly operationId: string
  readonly description: string
  readonly tags: readonly string[]
  readonly security: readonly { readonly oauth2: readonly string[] }[]
  readonly parameters: readonly { readonly $ref?: string; readonly name?: string; readonly in?: string }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: Content }>>
}
type Content = Readonly<Record<string, { readonly schema: unknown; readonly example?: unknown }>>
type OpenApi = SchemaDocument & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const { openApi } = await makeDocuments()
const document = openApi as unknown as OpenApi
const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
const operation = (id: string): Operation => operations.find(({ operationId }) => operationId === id)!
const routes = slices.flatMap(({ name: slice, routes: all }) => all.map((route) => ({ slice, route })))

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    expect(await validator.validate(structuredClone(openApi))).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  it.each(routes.map(({ slice, route }) => [`${route.method} ${route.path}`, slice, route] as const))(
    'describes %s of %s with its scope and its description',
    (_name, slice, route) => {
      const found = document.paths[route.path]?.[route.method.toLowerCase()]
      expect(found?.tags).toEqual([slice])
      expect(found?.security).toEqual([{ oauth2: [`retaguarda/${route.scope}`] }])
      expect(found?.description).not.toBe('')
    },
  )

  it('describes no other operation', () => {
    expect(operations).toHaveLength(routes.length)
  })

  it('names each operation after its file', () => {
    expect(document.paths['/orders']?.['post']?.operationId).toBe('placeOrder')
    expect(document.paths['/orders/{orderId}/holds/{code}']?.['delete']?.operationId).toBe('releaseHold')
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  })

  it('requires every path parameter', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
      for (const { parameters } of Object.values(methods)) {
        const asked = parameters.flatMap((one) => (one.in === 'path' ? [one.name] : []))
        expect(new Set(asked)).toEqual(inPath)
      }
    }
  })

  it('lists the headers of each route', () => {
    const referred = (id: string) =>
      operation(id).parameters.flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? [])
    expect(referred('placeOrder')).toEqual(['IdempotencyKey', 'Store', 'CorrelationId'])
    expect(referred('correctOrder')).toEqual(['IfMatch', 'Store', 'CorrelationId'])
    expect(referred('getOrder')).toEqual(['Store', 'CorrelationId'])
  })

  it('makes fields with a default optional in requests only', () => {
    const { PlaceOrderRequest, LineInput, Line } = document.components.schemas as Record<
      string,
      { readonly required: string[] }
    >
    expect(PlaceOrderRequest?.required).not.toContain('currency')
    expect(LineInput?.required).not.toContain('discount')
    expect(Line?.required).toContain('discount')
  })

  it('lists the error codes of a route under their statuses', () => {
    const { responses } = operation('correctOrder')
    expect(responses['412']?.description).toBe('`stale-version`')
    expect(responses['428']?.description).toBe('`if-match-missing`')
    expect(responses['404']?.description).toBe('`not-found`')
    expect(operation('getOrder').responses['412']).toBeUndefined()
  })

  it('lists every error code of the API under its own status, except inbox codes', () => {
    const listed = new Map(
      operations.flatMap(({ responses }) =>
        Object.entries(responses).flatMap(([status, { description }]) =>
          [...description.matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => [code, Number(status)] as const),
        ),
      ),
    )
    const inInboxesOnly = ['invalid-event', 'platform-refused', 'platform-unavailable', 'unmappable-payload']
    const ofTheApi = Object.entries(statusOf).filter(([code]) => !inInboxesOnly.includes(code))
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(ofTheApi))
  })

  const validator = validatorFor(document, '2020-12')
  const requestsAndAnswers = operations.flatMap(({ operationId, requestBody, responses }) => [
    ...(requestBody === undefined ? [] : [[`a request of ${operationId}`, requestBody.content] as const]),
    ...Object.entries(responses)
      .filter(([status]) => status !== '429')
      .map(([status, { content }]) => [`an answer ${status} of ${operationId}`, content] as const),
  ])

  it.each(requestsAndAnswers)('shows %s that matches its schema', (_what, content) => {
    const [{ schema, example } = { schema: false }] = Object.values(content)
    expect(example).toBeDefined()
    const validate = validator(schema)
    validate(example)
    expect(validate.errors).toBeNull()
  })
})

describe('an example that does not match its schema', () => {
  it('is rejected by the validator', () => {
    const { schema, example } = operation('placeOrder').requestBody!.content['application/json']!
    const validate = validatorFor(document, '2020-12')(schema)
    expect(validate({ ...(example as object), colour: 'blue' })).toBe(false)
    expect(validate({ ...(example as object), lines: [] })).toBe(false)
  })
})
