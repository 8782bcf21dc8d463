/**
 * EventBridge event patterns, as the user guide's "Comparison operators for use in event patterns" describes
 * them. Lambda's event filters use the same language.
 */

/** Whether an event (parsed JSON) matches. */
export type Matcher = (event: unknown) => boolean

type LeafTest = (value: unknown) => boolean
/** Test of a field; only `exists` uses whether the field exists. */
type FieldTest = (leaves: readonly unknown[]) => boolean

const NUMERIC_LIMIT = 5e9

/**
 * Compiles an event pattern (parsed JSON).
 *
 * @throws Error naming the field and its problem, as EventBridge rejects the rule
 */
export function compilePattern(pattern: unknown): Matcher {
  return compileObject(pattern, '$')
}

function compileObject(pattern: unknown, path: string): Matcher {
  const fields = Object.entries(record(pattern, path, 'an object of fields'))
  if (fields.length === 0) refuse(path, 'empty objects are not allowed')
  const tests = fields.map(([name, rule]) =>
    name === '$or' ? compileOr(rule, `${path}.$or`) : compileField(name, rule, `${path}.${name}`),
  )
  return (event) => tests.every((test) => test(event))
}

function compileOr(rule: unknown, path: string): Matcher {
  if (!Array.isArray(rule) || rule.length < 2) refuse(path, 'expected a list of at least two patterns')
  const choices = (rule as unknown[]).map((choice, index) => compileObject(choice, `${path}[${index}]`))
  return (event) => choices.some((choice) => choice(event))
}

function compileField(name: string, rule: unknown, path: string): Matcher {
  if (!Array.isArray(rule)) {
    const nested = compileObject(rule, path)
    return (event) => {
      const value = fieldOf(event, name)
      // Objects in a list are matched one by one, so that two fields match in the same object.
      return Array.isArray(value) && value.length > 0 ? value.some(nested) : nested(value)
    }
  }
  if (rule.length === 0) refuse(path, 'empty lists are not allowed')
  const tests = rule.map((one, index) => compileRule(one, `${path}[${index}]`))
  return (event) => {
    const leaves = leavesOf(fieldOf(event, name))
    return tests.some((test) => test(leaves))
  }
}

function fieldOf(event: unknown, name: string): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return undefined
  return Object.hasOwn(event, name) ? (event as Record<string, unknown>)[name] : undefined
}

/** Values of a field, lists flattened; objects are no values and count as absent. */
function leavesOf(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value.flatMap(leavesOf)
  return typeof value === 'object' && value !== null ? [] : [value]
}

function compileRule(rule: unknown, path: string): FieldTest {
  if (typeof rule !== 'object' || rule === null) return anyLeaf((value) => value === rule)
  const [operator, operand] = single(rule, path)
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') refuse(path, 'exists takes true or false')
    return (leaves) => leaves.length > 0 === operand
  }
  return anyLeaf(compileOperator(operator, operand, path))
}

function anyLeaf(test: LeafTest): FieldTest {
  return (leaves) => leaves.some(test)
}

function compileOperator(operator: string, operand: unknown, path: string): LeafTest {
  switch (operator) {
    case 'prefix':
      return affix(operand, path, (value, part) => value.startsWith(part))
    case 'suffix':
      return affix(operand, path, (value, part) => value.endsWith(part))
    case 'equals-ignore-case':
      return equalsIgnoreCase(text(operand, path))
    case 'wildcard':
      return wildcard(text(operand, path), path)
    case 'numeric':
      return numeric(operand, path)
    case 'anything-but':
      return anythingBut(operand, path)
    default:
      return refuse(path, `operator ${operator} is not supported`)
  }
}

function affix(operand: unknown, path: string, test: (value: string, part: string) => boolean): LeafTest {
  if (typeof operand !== 'object' || operand === null) {
    const part = text(operand, path)
    return (value) => typeof value === 'string' && test(value, part)
  }
  const [operator, inner] = single(operand, path)
  if (operator !== 'equals-ignore-case') refuse(path, `operator ${operator} is not supported here`)
  const part = text(inner, path).toLowerCase()
  return (value) => typeof value === 'string' && test(value.toLowerCase(), part)
}

function equalsIgnoreCase(expected: string): LeafTest {
  const lower = expected.toLowerCase()
  return (value) => typeof value === 'string' && value.toLowerCase() === lower
}

/** `*` matches any characters, `\\*` and `\\\\` are literal. */
function wildcard(glob: string, path: string): LeafTest {
  const parts = glob.match(/\\[\s\S]|[\s\S]/g) ?? []
  const source = parts.map((part, index) => {
    if (part === '*') {
      if (parts[index - 1] === '*') refuse(path, 'consecutive wildcard characters are not allowed')
      return '[^]*'
    }
    if (part.startsWith('\\') && part !== '\\*' && part !== '\\\\') refuse(path, `invalid escape ${part}`)
    return (part.length === 2 ? part.slice(1) : part).replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
  })
  const expression = new RegExp(`^${source.join('')}$`)
  return (value) => typeof value === 'string' && expression.test(value)
}

const COMPARISONS: Record<string, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
}

function numeric(operand: unknown, path: string): LeafTest {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    refuse(path, 'numeric takes one or two comparisons, such as [">", 0, "<=", 5]')
  }
  const terms = operand as unknown[]
  const tests: ((value: number) => boolean)[] = []
  for (let index = 0; index < terms.length; index += 2) {
    const compare = COMPARISONS[String(terms[index])]
    const limit = terms[index + 1]
    if (!compare) return refuse(path, `unknown comparison ${String(terms[index])}`)
    if (typeof limit !== 'number' || Math.abs(limit) > NUMERIC_LIMIT) {
      return refuse(path, 'a numeric limit is a number from -5e9 to 5e9')
    }
    tests.push((value) => compare(value, limit))
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value))
}

const ANYTHING_BUT_OPERATORS = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard']

function anythingBut(operand: unknown, path: string): LeafTest {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) {
    const refused = Array.isArray(operand) ? (operand as unknown[]) : [operand]
    const kinds = new Set(refused.map((value) => typeof value))
    if (kinds.size !== 1 || !(kinds.has('string') || kinds.has('number'))) {
      refuse(path, 'anything-but takes strings or numbers, not both')
    }
    return (value) => !refused.includes(value)
  }
  const [operator, inner] = single(operand, path)
  if (!ANYTHING_BUT_OPERATORS.includes(operator)) refuse(path, `anything-but does not take ${operator}`)
  const refused = (Array.isArray(inner) ? inner : [inner]).map((one) => compileOperator(operator, one, path))
  if (refused.length === 0) refuse(path, 'empty lists are not allowed')
  return (value) => !refused.some((test) => test(value))
}

function single(rule: unknown, path: string): readonly [string, unknown] {
  const entries = Object.entries(record(rule, path, 'a value or an operator'))
  const first = entries[0]
  if (!first || entries.length > 1) return refuse(path, 'an operator stands alone in its object')
  return first
}

function record(value: unknown, path: string, expected: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  return refuse(path, `expected ${expected}, got ${JSON.stringify(value)}`)
}

function text(value: unknown, path: string): string {
  return typeof value === 'string' ? value : refuse(path, `expected a string, got ${JSON.stringify(value)}`)
}

function refuse(path: string, why: string): never {
  throw new Error(`Event pattern is not valid at ${path}: ${why}`)
}
