/** A JSON schema. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

interface Parameter {
  readonly $ref?: string
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly example?: unknown
  readonly schema?: JsonSchema
}

interface Media {
  readonly schema?: JsonSchema
  readonly example?: unknown
}

interface OperationObject {
  readonly operationId: string
  readonly security: readonly { readonly oauth2: readonly string[] }[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>
}

/** The part of an OpenAPI document that the fuzzer uses. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

/** One operation of the API document. */
export interface Operation {
  readonly id: string
  /** Required scope. */
  readonly scope: string
  readonly method: string
  readonly path: string
  /** Documented valid values by query parameter. */
  readonly query: Readonly<Record<string, readonly unknown[]>>
  /** Referenced header parameters: `IfMatch`, `IdempotencyKey`. */
  readonly headers: readonly string[]
  /** A valid body; undefined when the operation has none. */
  readonly example: unknown
  readonly takesBody: boolean
  readonly responses: OperationObject['responses']
}

/** All operations of a document. */
export const operationsOf = ({ paths }: ApiDocument): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId, security, parameters = [], requestBody, responses }]) => ({
        id: operationId,
        scope: security[0]?.oauth2[0] ?? '',
        method: method.toUpperCase(),
        path,
        query: Object.fromEntries(
          parameters.filter((one) => one.in === 'query').map((one) => [one.name, validValues(one)]),
        ),
        headers: parameters.flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? []),
        example: requestBody?.content['application/json']?.example,
        takesBody: requestBody !== undefined,
        responses,
      }),
    ),
  )

function validValues({ example, schema = {} }: Parameter): readonly unknown[] {
  if (example !== undefined) return [example]
  const { enum: values, default: usual, minimum } = schema
  if (Array.isArray(values)) return values
  return [usual ?? minimum].filter((value) => value !== undefined)
}
