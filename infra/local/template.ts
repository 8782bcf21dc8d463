import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shortName } from '../names.ts'
import type { CloudResource } from './contracts.ts'
import { evaluateCondition, NO_VALUE, resolve, type Scope } from './intrinsics.ts'
import {
  ACCOUNT,
  type LocalAddresses,
  NAME_PROPERTY,
  type Physical,
  physicalOf,
  REGION,
} from './physical-names.ts'
import { isIgnored } from './resource-types.ts'

interface Declaration {
  readonly Type: string
  readonly Condition?: string
  readonly Properties?: Record<string, unknown>
  readonly Metadata?: Record<string, unknown>
}

interface Template {
  readonly Resources?: Record<string, Declaration>
  readonly Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>
  readonly Parameters?: Record<string, { Type: string; Default?: unknown }>
  readonly Mappings?: Record<string, Record<string, Record<string, unknown>>>
  readonly Conditions?: Record<string, unknown>
}

/** The synthesised templates of an app, by stack name. */
export type Assembly = ReadonlyMap<string, Template>

const SUFFIX = '.template.json'

/** Reads all `*.template.json` of a cloud assembly folder; throws when there is none. */
export function readAssembly(dir: string): Assembly {
  const files = readdirSync(dir)
    .filter((file) => file.endsWith(SUFFIX))
    .sort()
  if (files.length === 0) throw new Error(`No *${SUFFIX} in ${dir}: synthesise the app first`)
  return new Map(
    files.map((file) => [
      file.slice(0, -SUFFIX.length),
      JSON.parse(readFileSync(join(dir, file), 'utf8')) as Template,
    ]),
  )
}

/**
 * All resources of all stacks as one list, references resolved across stacks. Leaves out resources whose condition is
 * false; ignored types keep their properties as written.
 * Physical names depend on the templates only. Throws, with stack and resource, on an unresolvable reference.
 */
export function resolveResources(assembly: Assembly, addresses: LocalAddresses = {}): CloudResource[] {
  const names = uniqueNames(assembly)
  const importValue = once((exportName: string): unknown => {
    for (const [stack, { Outputs = {} }] of assembly) {
      for (const { Value, Export } of Object.values(Outputs)) {
        if (Export === undefined || resolve(Export.Name, scopeOf(stack)) !== exportName) continue
        return resolve(Value, scopeOf(stack))
      }
    }
    throw new Error(`No stack exports ${exportName}`)
  })
  const scopeOf = once((stack: string): StackScope => {
    return stackScope(stack, assembly.get(stack)!, names, addresses, importValue)
  })

  return [...assembly].flatMap(([stack, template]) => {
    const scope = scopeOf(stack)
    return Object.entries(template.Resources ?? {})
      .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
      .map(([logicalId, declaration]) => {
        try {
          return resourceOf(logicalId, declaration, scope, names.get(`${stack}/${logicalId}`)!)
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error)
          throw new Error(`${logicalId} (${declaration.Type}) of ${stack}: ${why}`, { cause: error })
        }
      })
  })
}

function resourceOf(
  logicalId: string,
  { Type, Properties = {}, Metadata = {} }: Declaration,
  scope: StackScope,
  name: string,
): CloudResource {
  const { ref, arn } = scope.physical(logicalId)
  const properties = isIgnored(Type) ? Properties : (resolve(Properties, scope) as Record<string, unknown>)
  return { logicalId, type: Type, name, ref, arn, properties, metadata: Metadata }
}

interface StackScope extends Scope {
  physical(logicalId: string): Physical
}

function stackScope(
  stack: string,
  template: Template,
  names: ReadonlyMap<string, string>,
  addresses: LocalAddresses,
  importValue: (exportName: string) => unknown,
): StackScope {
  const pseudo: Record<string, unknown> = {
    'AWS::AccountId': ACCOUNT,
    'AWS::NoValue': NO_VALUE,
    'AWS::Partition': 'aws',
    'AWS::Region': REGION,
    'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stack}/local`,
    'AWS::StackName': stack,
    'AWS::URLSuffix': 'amazonaws.com',
  }

  const physical = once((logicalId: string): Physical => {
    const declaration = template.Resources?.[logicalId]
    if (declaration === undefined) throw new Error(`${stack} has no resource or parameter ${logicalId}`)
    const property = (key: string): string | undefined => {
      const value = declaration.Properties?.[key]
      const resolved = value === undefined ? undefined : resolve(value, scope)
      return typeof resolved === 'string' ? resolved : undefined
    }
    const given = NAME_PROPERTY[declaration.Type]
    const fifo = declaration.Properties?.['FifoQueue'] === true ? '.fifo' : ''
    const name = (given && property(given)) ?? `${names.get(`${stack}/${logicalId}`)!}${fifo}`
    return physicalOf(declaration.Type, { stack, logicalId, name, property }, addresses)
  })

  const scope: StackScope = {
    physical,
    importValue,
    ref(logicalId) {
      if (Object.hasOwn(pseudo, logicalId)) return pseudo[logicalId]
      const parameter = template.Parameters?.[logicalId]
      if (parameter === undefined) return physical(logicalId).ref
      if (parameter.Default === undefined) throw new Error(`Parameter ${logicalId} has no default`)
      return parameter.Default
    },
    attribute(logicalId, attribute) {
      const { arn, attributes } = physical(logicalId)
      const value = attribute === 'Arn' ? arn : attributes[attribute]
      if (value === undefined) throw new Error(`The local cloud does not know ${logicalId}.${attribute}`)
      return value
    },
    mapping(map, key, second) {
      const value = template.Mappings?.[map]?.[key]?.[second]
      if (value === undefined) throw new Error(`No mapping ${map}.${key}.${second}`)
      return value
    },
    condition(name) {
      const condition = template.Conditions?.[name]
      if (condition === undefined) throw new Error(`${stack} has no condition ${name}`)
      return evaluateCondition(condition, scope)
    },
  }
  return scope
}

/** Short names by `stack/logicalId`; when two resources of a type would share one, the stack becomes its prefix. */
function uniqueNames(assembly: Assembly): Map<string, string> {
  const all = [...assembly].flatMap(([stack, { Resources = {} }]) =>
    Object.entries(Resources).map(([logicalId, { Type, Metadata }]) => {
      const path = Metadata?.['aws:cdk:path']
      const name = shortName(typeof path === 'string' ? path : `/${logicalId}`)
      return { key: `${stack}/${logicalId}`, stack, name, clash: `${Type} ${name}` }
    }),
  )
  const uses = Map.groupBy(all, ({ clash }) => clash)
  return new Map(
    all.map(({ key, stack, name, clash }) => {
      return [key, uses.get(clash)!.length === 1 ? name : shortName(`/${stack}-${name}`)]
    }),
  )
}

/** Memoises by key; throws on a circular reference. */
function once<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  const open = new Set<string>()
  return (key) => {
    if (known.has(key)) return known.get(key)!
    if (open.has(key)) throw new Error(`${key} refers to itself`)
    open.add(key)
    try {
      const value = compute(key)
      known.set(key, value)
      return value
    } finally {
      open.delete(key)
    }
  }
}
