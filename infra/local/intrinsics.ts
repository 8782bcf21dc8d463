/** Lookups of a template's intrinsic functions; each may throw an error that names what is missing. */
export interface Scope {
  ref(logicalId: string): unknown
  attribute(logicalId: string, attribute: string): unknown
  importValue(exportName: string): unknown
  mapping(map: string, key: string, second: string): unknown
  condition(name: string): boolean
}

/** Value of `AWS::NoValue`: removes the property or list item that holds it. */
export const NO_VALUE = Symbol('AWS::NoValue')

type Node = Record<string, unknown>
type Intrinsic = (argument: unknown, scope: Scope) => unknown

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Resolves CloudFormation's intrinsic functions in a value, to plain JSON.
 * Throws on an unsupported function and on dynamic references.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return plain(value)
  if (Array.isArray(value))
    return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE)
  if (!isNode(value)) return value
  const call = intrinsicOf(value)
  return call === undefined ? resolveProperties(value, scope) : plain(call[0](call[1], scope))
}

function resolveProperties(node: Node, scope: Scope): Node {
  const entries = Object.entries(node).map(([key, item]) => [key, resolve(item, scope)] as const)
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE))
}

/** The one-key objects `{ Ref }`, `{ "Fn::..." }` and `{ Condition: name }` are calls. */
function intrinsicOf(node: Node): [Intrinsic, unknown] | undefined {
  const keys = Object.keys(node)
  const key = keys[0]
  if (keys.length !== 1 || key === undefined) return undefined
  if (key !== 'Ref' && !key.startsWith('Fn::')) return undefined
  const intrinsic = INTRINSICS[key]
  if (intrinsic === undefined) throw new Error(`The local cloud does not know the function ${key}`)
  return [intrinsic, node[key]]
}

function plain(value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('{{resolve:')) return value
  throw new Error(
    `Dynamic reference ${value}: the local cloud does not resolve these; hand the function the name and let it read the value`,
  )
}

function text(value: unknown, scope: Scope): string {
  const resolved = resolve(value, scope)
  if (typeof resolved === 'string') return resolved
  if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved)
  throw new Error(`Expected a string in the template, got ${JSON.stringify(resolved) ?? String(resolved)}`)
}

function list(value: unknown, scope: Scope): unknown[] {
  const resolved = resolve(value, scope)
  if (Array.isArray(resolved)) return resolved
  throw new Error(`Expected a list in the template, got ${JSON.stringify(resolved) ?? String(resolved)}`)
}

function args(value: unknown, name: string, count: number): unknown[] {
  if (Array.isArray(value) && value.length >= count) return value
  throw new Error(`${name} takes ${count} arguments, got ${JSON.stringify(value)}`)
}

function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}]
  return text(template, scope).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`
    if (isNode(variables) && Object.hasOwn(variables, name)) return text(variables[name], scope)
    const dot = name.indexOf('.')
    const value = dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1))
    return text(value, scope)
  })
}

/** Evaluates a condition of the template's `Conditions`, or of `Fn::If`. */
export function evaluateCondition(condition: unknown, scope: Scope): boolean {
  if (typeof condition === 'string') return scope.condition(condition)
  if (isNode(condition)) {
    const each = (list: unknown) => args(list, 'A condition', 1).map((one) => evaluateCondition(one, scope))
    if ('Condition' in condition) return scope.condition(String(condition['Condition']))
    if ('Fn::And' in condition) return each(condition['Fn::And']).every(Boolean)
    if ('Fn::Or' in condition) return each(condition['Fn::Or']).some(Boolean)
    if ('Fn::Not' in condition) return !each(condition['Fn::Not'])[0]
    if ('Fn::Equals' in condition) {
      const [left, right] = args(condition['Fn::Equals'], 'Fn::Equals', 2)
      return JSON.stringify(resolve(left, scope)) === JSON.stringify(resolve(right, scope))
    }
  }
  throw new Error(`The local cloud does not know the condition ${JSON.stringify(condition)}`)
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(String(argument)),
  'Fn::GetAtt': (argument, scope) => {
    const path = typeof argument === 'string' ? argument.split('.') : args(argument, 'Fn::GetAtt', 2)
    return scope.attribute(
      String(path[0]),
      path
        .slice(1)
        .map((part) => text(part, scope))
        .join('.'),
    )
  },
  'Fn::Join': (argument, scope) => {
    const [separator, items] = args(argument, 'Fn::Join', 2)
    return list(items, scope)
      .map((item) => text(item, scope))
      .join(text(separator, scope))
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, scope) => {
    const [index, items] = args(argument, 'Fn::Select', 2)
    const chosen = list(items, scope)[Number(text(index, scope))]
    if (chosen === undefined) throw new Error(`Fn::Select finds nothing at ${JSON.stringify(index)}`)
    return chosen
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = args(argument, 'Fn::Split', 2)
    return text(whole, scope).split(text(separator, scope))
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = args(argument, 'Fn::If', 3)
    return resolve(evaluateCondition(condition, scope) ? yes : no, scope)
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(argument, scope)),
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, second] = args(argument, 'Fn::FindInMap', 3).map((part) => text(part, scope))
    return scope.mapping(map!, key!, second!)
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(argument, scope)).toString('base64'),
}
