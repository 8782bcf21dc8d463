/**
 * Metric math as far as alarms use it: numbers, ids, `+ - * /`, comparisons, `AND OR`, and the functions below.
 * Source: "Using math expressions with CloudWatch metrics" of CloudWatch's guide.
 */

/** One value per period, oldest first; undefined without data. */
export type Values = readonly (number | undefined)[]

/** A number is constant over all periods; a list is `[m1, m2]`. */
type Operand = number | Values | List
interface List {
  readonly list: readonly Values[]
}
type Evaluate = (metrics: ReadonlyMap<string, Values>, periods: number) => Operand

const BINARY: Readonly<Record<string, { level: number; apply: (a: number, b: number) => number }>> = {
  OR: { level: 1, apply: (a, b) => Number(a !== 0 || b !== 0) },
  '||': { level: 1, apply: (a, b) => Number(a !== 0 || b !== 0) },
  AND: { level: 2, apply: (a, b) => Number(a !== 0 && b !== 0) },
  '&&': { level: 2, apply: (a, b) => Number(a !== 0 && b !== 0) },
  '==': { level: 3, apply: (a, b) => Number(a === b) },
  '!=': { level: 3, apply: (a, b) => Number(a !== b) },
  '<': { level: 4, apply: (a, b) => Number(a < b) },
  '<=': { level: 4, apply: (a, b) => Number(a <= b) },
  '>': { level: 4, apply: (a, b) => Number(a > b) },
  '>=': { level: 4, apply: (a, b) => Number(a >= b) },
  '+': { level: 5, apply: (a, b) => a + b },
  '-': { level: 5, apply: (a, b) => a - b },
  '*': { level: 6, apply: (a, b) => a * b },
  '/': { level: 6, apply: (a, b) => a / b },
  '^': { level: 7, apply: (a, b) => a ** b },
}

/** Over the values of a list in one period, or over all periods of one metric. */
const SUMMARIES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
}

const ROUNDINGS: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
}

/** A compiled expression: from the metrics' values by id to its own. */
export type Expression = (metrics: ReadonlyMap<string, Values>, periods: number) => Values

/** @throws Error naming an unsupported part of the expression */
export function compileExpression(text: string): Expression {
  const parser = createParser(text)
  const evaluate = parser.expression(0)
  parser.end()
  return (metrics, periods) => {
    const result = evaluate(metrics, periods)
    if (isList(result)) throw new Error(`${text} gives several time series, an alarm needs one`)
    return Array.from({ length: periods }, (_, at) => finite(valueAt(result, at)))
  }
}

function createParser(text: string) {
  const tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|[<>=!]=|&&|\|\||[^\s]/g) ?? []
  let at = 0
  const fail = (): never => {
    throw new Error(`Metric math ${text}: ${tokens[at] ?? 'its end'} is not simulated here`)
  }
  const take = (token: string): boolean => tokens[at] === token && ++at > 0
  const expect = (token: string): unknown => take(token) || fail()

  function expression(above: number): Evaluate {
    let left = operand()
    for (;;) {
      const operator = BINARY[tokens[at] ?? '']
      if (operator === undefined || operator.level <= above) return left
      at += 1
      left = combine(left, expression(operator.level), operator.apply)
    }
  }

  function operand(): Evaluate {
    if (take('(')) return inside(')', expression(0))
    if (take('-'))
      return combine(
        () => 0,
        expression(6),
        (a, b) => a - b,
      )
    if (take('[')) return listOf(several(']'))
    const token = tokens[at] ?? fail()
    if (/^\d/.test(token)) return number(token)
    if (tokens[at + 1] === '(') return call(token)
    if (!/^[a-z]\w*$/.test(token)) return fail()
    at += 1
    return (metrics) => metrics.get(token) ?? unknownMetric(token)
  }

  function number(token: string): Evaluate {
    at += 1
    return () => Number(token)
  }

  function inside(closing: string, evaluate: Evaluate): Evaluate {
    expect(closing)
    return evaluate
  }

  function several(closing: string): Evaluate[] {
    const all: Evaluate[] = []
    while (!take(closing)) {
      if (all.length > 0) expect(',')
      all.push(expression(0))
    }
    return all
  }

  function call(name: string): Evaluate {
    const known = name in SUMMARIES || name in ROUNDINGS || ['FILL', 'IF'].includes(name)
    if (!known) return fail()
    at += 2
    if (name === 'FILL') return fill()
    const given = several(')')
    if (name === 'IF') return choose(given[0] ?? fail(), given[1] ?? fail(), given[2])
    const [only = fail()] = given
    return name in SUMMARIES ? summarise(only, SUMMARIES[name]!) : combine(only, () => 0, ROUNDINGS[name]!)
  }

  function fill(): Evaluate {
    const filled = expression(0)
    expect(',')
    if (take('REPEAT')) return inside(')', (...given) => repeat(filled(...given)))
    const value = inside(')', expression(0))
    return (...given) => {
      const [series, otherwise] = [filled(...given), value(...given)]
      return eachPeriod(given[1], (period) => valueAt(series, period) ?? valueAt(otherwise, period))
    }
  }

  const end = (): unknown => at === tokens.length || fail()
  return { expression, end }
}

const isList = (operand: Operand): operand is List => typeof operand === 'object' && 'list' in operand

function valueAt(operand: Operand, period: number): number | undefined {
  if (isList(operand)) throw new Error('A list of metrics is no number: AVG, MAX, MIN or SUM makes one of it')
  return typeof operand === 'number' ? operand : operand[period]
}

/** A division by zero has no data point. */
const finite = (value: number | undefined) => (Number.isFinite(value) ? value : undefined)

const eachPeriod = (periods: number, value: (period: number) => number | undefined): Values =>
  Array.from({ length: periods }, (_, period) => finite(value(period)))

function combine(left: Evaluate, right: Evaluate, apply: (a: number, b: number) => number): Evaluate {
  return (metrics, periods) => {
    const [a, b] = [left(metrics, periods), right(metrics, periods)]
    if (typeof a === 'number' && typeof b === 'number') return apply(a, b)
    return eachPeriod(periods, (period) => {
      const [one, other] = [valueAt(a, period), valueAt(b, period)]
      return one === undefined || other === undefined ? undefined : apply(one, other)
    })
  }
}

function choose(condition: Evaluate, yes: Evaluate, no?: Evaluate): Evaluate {
  return (metrics, periods) => {
    const conditionValue = condition(metrics, periods)
    const [a, b] = [yes(metrics, periods), no?.(metrics, periods)]
    return eachPeriod(periods, (period) => {
      const holds = valueAt(conditionValue, period)
      if (holds === undefined) return undefined
      if (holds !== 0) return valueAt(a, period)
      return b === undefined ? undefined : valueAt(b, period)
    })
  }
}

function summarise(operand: Evaluate, apply: (values: readonly number[]) => number): Evaluate {
  return (metrics, periods) => {
    const given = operand(metrics, periods)
    if (typeof given === 'number') return given
    if (!isList(given)) return apply(given.filter((value) => value !== undefined))
    return eachPeriod(periods, (period) => {
      const values = given.list.map((one) => one[period]).filter((value) => value !== undefined)
      return values.length === 0 ? undefined : apply(values)
    })
  }
}

function listOf(members: readonly Evaluate[]): Evaluate {
  return (metrics, periods) => ({
    list: members.map((member) => {
      const value = member(metrics, periods)
      return eachPeriod(periods, (period) => valueAt(value, period))
    }),
  })
}

function repeat(operand: Operand): Operand {
  if (typeof operand === 'number' || isList(operand)) return operand
  let last: number | undefined
  return operand.map((value) => (last = value ?? last))
}

function unknownMetric(id: string): never {
  throw new Error(`Metric math uses ${id}, which is no metric of its alarm`)
}
