import { $ZodObject, $ZodType, registry, toJSONSchema } from 'zod/v4/core'

/** A JSON schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Requests may omit fields with a default; responses contain them. */
export type Direction = 'input' | 'output'

/** A schema that a document refers to, as request or response. */
export type SchemaUse = readonly [schema: $ZodType, direction: Direction]

/** Zod schemas as JSON schemas that refer to each other by name. */
export interface SchemaBook {
  /** Error: the use was not announced, or the schema has no name. */
  reference(...use: SchemaUse): { readonly $ref: string }
  /** Every schema that is reachable from the uses, by name. */
  readonly components: Readonly<Record<string, JsonSchema>>
}

const prefix = '#/components/schemas/'
const inputSuffix = 'Input'

/**
 * Converts named schemas to JSON schemas. A schema whose request and response forms differ has two names: `Line`
 * for responses and `LineInput` for requests.
 */
export function schemaBook(
  names: ReadonlyMap<$ZodType, string>,
  target: 'draft-2020-12' | 'draft-07',
  uses: readonly SchemaUse[],
): SchemaBook {
  const output = convert(names, target, 'output', (name) => name)
  const differing = differ(
    output,
    convert(names, target, 'input', (name) => name),
  )
  const split = (name: string) => (differing.has(name) ? name + inputSuffix : name)
  const all = { ...output, ...renamed(convert(names, target, 'input', split), split) }
  const nameOf = ([schema, direction]: SchemaUse) => {
    const name = names.get(schema)
    if (name === undefined) throw new Error('a schema is expected to have a name before it is referred to')
    return direction === 'input' ? split(name) : name
  }
  const reached = reachable(new Set(uses.map(nameOf)), all)
  const join = (name: string) => {
    const bare = name.endsWith(inputSuffix) ? name.slice(0, -inputSuffix.length) : name
    return reached.has(bare) ? name : bare
  }
  return {
    reference(...use) {
      if (!reached.has(nameOf(use))) throw new Error(`${nameOf(use)} was not announced as used`)
      return { $ref: prefix + join(nameOf(use)) }
    },
    components: Object.fromEntries(
      [...reached].sort().map((name) => [join(name), redirected(all[name] ?? {}, join)]),
    ),
  }
}

const reference = /"\$ref":"#\/components\/schemas\/([^"]+)"/g

const redirected = (schema: JsonSchema, rename: (name: string) => string): JsonSchema =>
  JSON.parse(
    JSON.stringify(schema).replaceAll(reference, (_, name: string) => `"$ref":"${prefix}${rename(name)}"`),
  ) as JsonSchema

/** Adds all names that the given ones refer to. */
function reachable(names: Set<string>, all: Record<string, JsonSchema>): Set<string> {
  for (const name of names) for (const next of referred(all[name])) names.add(next)
  return names
}

/** Names whose two forms differ, directly or in what they refer to. */
function differ(output: Record<string, JsonSchema>, input: Record<string, JsonSchema>): Set<string> {
  const names = Object.keys(input)
  const differing = new Set(
    names.filter((name) => JSON.stringify(input[name]) !== JSON.stringify(output[name])),
  )
  for (const changed of differing) {
    for (const name of names) if (referred(input[name]).includes(changed)) differing.add(name)
  }
  return differing
}

/** Schema of one unnamed value, without references. */
export const plainSchema = (schema: $ZodType, direction: Direction): JsonSchema =>
  toJSONSchema(schema, { io: direction, override: tidy })

function convert(
  names: ReadonlyMap<$ZodType, string>,
  target: 'draft-2020-12' | 'draft-07',
  io: Direction,
  rename: (name: string) => string,
): Record<string, JsonSchema> {
  const named = registry<{ id: string }>()
  for (const [schema, id] of names) named.add(schema, { id })
  const { schemas } = toJSONSchema(named, { io, target, uri: (id) => prefix + rename(id), override: tidy })
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]),
  )
}

const renamed = (schemas: Record<string, JsonSchema>, rename: (name: string) => string) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [rename(name), schema]))

const referred = (schema: JsonSchema = {}): string[] =>
  [...JSON.stringify(schema).matchAll(reference)].map(([, name = '']) => name)

/** Removes zod's internal keywords, and allows additional fields in responses and events. */
function tidy({ zodSchema, jsonSchema }: { zodSchema: $ZodType; jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema['format'] === 'date-time') delete jsonSchema['pattern']
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum']
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum']
  if (jsonSchema['minLength'] === 0) delete jsonSchema['minLength']
  const open = zodSchema instanceof $ZodObject && zodSchema._zod.def.catchall === undefined
  if (open) delete jsonSchema['additionalProperties']
}
