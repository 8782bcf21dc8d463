import type { $ZodType } from 'zod/v4/core'
import { resourceServer } from '../../shared/http/route.ts'
import { parameterExamples, requestExample, responseExample } from './examples.ts'
import { headers, oauth2, parameters } from './headers.ts'
import { plainSchema, type SchemaBook, type SchemaUse, schemaBook } from './json-schemas.ts'
import type { Operation } from './operations.ts'
import { codesOf, problemResponses, problemSchema } from './problems.ts'

/** Project information in the document. */
export interface DocumentInfo {
  readonly version: string
}

/** The API as an OpenAPI 3.1 document, from its routes. Error: a schema without a name. */
export function openApiDocument(
  operations: readonly Operation[],
  names: ReadonlyMap<$ZodType, string>,
  { version }: DocumentInfo,
): Record<string, unknown> {
  const uses = operations.flatMap(({ route }): SchemaUse[] => [
    ...(route.request === undefined ? [] : [[route.request, 'input'] as const]),
    [route.response, 'output'],
  ])
  const book = schemaBook(names, 'draft-2020-12', uses)
  const slices = [...new Set(operations.map(({ slice }) => slice))]
  return {
    openapi: '3.1.0',
    info: {
      title: 'Retaguarda',
      version,
      summary: 'Orders in, checked, held or passed.',
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: slices.map((name) => ({ name })),
    paths: pathsOf(operations, book),
    components: {
      schemas: { ...book.components, Problem: problemSchema },
      parameters,
      headers,
      securitySchemes: { oauth2 },
    },
  }
}

const description = [
  'The back office of an online shop. Every request is made for one store, to which the caller is bound.',
  'Money is in integer minor units with an ISO 4217 currency, times are UTC in ISO 8601.',
  'What a change brings about (checks, holds, mails) follows as events within seconds: read again, or see the [events](asyncapi.json).',
].join('\n\n')

function pathsOf(
  operations: readonly Operation[],
  book: SchemaBook,
): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    const { method, path } = operation.route
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(operation, book) }
  }
  return paths
}

function operationObject(operation: Operation, book: SchemaBook): Record<string, unknown> {
  const { id, slice, description, route } = operation
  return {
    operationId: id,
    tags: [slice],
    summary: route.summary,
    description,
    security: [{ oauth2: [`${resourceServer}/${route.scope}`] }],
    parameters: parametersOf(operation),
    ...(route.request === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: book.reference(route.request, 'input'),
                example: requestExample(id),
              },
            },
          },
        }),
    responses: { ...successes(operation, book), ...problemResponses(codesOf(operation)) },
  }
}

function successes({ route }: Operation, book: SchemaBook): Record<string, unknown> {
  const example = responseExample(route.response)
  const content = {
    'application/json': {
      schema: book.reference(route.response, 'output'),
      ...(example === undefined ? {} : { example }),
    },
  }
  const versioned = typeof example === 'object' && example !== null && 'version' in example
  const tagged = versioned ? { ETag: { $ref: '#/components/headers/ETag' } } : {}
  const located = route.success === 201 ? { Location: { $ref: '#/components/headers/Location' } } : {}
  const replayed =
    route.idempotencyKey === undefined
      ? {}
      : { 'Idempotent-Replayed': { $ref: '#/components/headers/Idempotent-Replayed' } }
  const success = { headers: { ...tagged, ...located, ...replayed }, content }
  return {
    ...(route.idempotencyKey === 'required'
      ? { 200: { description: 'Already exists: the first one.', ...success } }
      : {}),
    [route.success]: { description: route.success === 201 ? 'Created.' : 'Done.', ...success },
  }
}

function parametersOf({ route }: Operation): unknown[] {
  const reference = (name: string) => ({ $ref: `#/components/parameters/${name}` })
  return [
    ...inPlace('path', route.params),
    ...inPlace('query', route.query),
    ...(route.idempotencyKey === 'required' ? [reference('IdempotencyKey')] : []),
    ...(route.idempotencyKey === 'optional' ? [reference('OptionalIdempotencyKey')] : []),
    ...(route.changes === true ? [reference('IfMatch')] : []),
    reference('Store'),
    reference('CorrelationId'),
  ]
}

function inPlace(place: 'path' | 'query', schema: $ZodType | undefined): unknown[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = plainSchema(schema, 'input') as {
    properties?: Record<string, unknown>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
    ...(parameterExamples[name] === undefined ? {} : { example: parameterExamples[name] }),
  }))
}
