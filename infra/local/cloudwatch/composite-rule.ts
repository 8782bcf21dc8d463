import type { AlarmState } from './alarm-evaluation.ts'

/** Whether a composite alarm's rule holds, given each alarm's state by name. */
export interface CompositeRule {
  /** Names of the alarms in the rule. */
  readonly alarms: readonly string[]
  holds(stateOf: (alarm: string) => AlarmState): boolean
}

type Condition = (stateOf: (alarm: string) => AlarmState) => boolean

/**
 * Compiles the `AlarmRule` of a composite alarm: `ALARM(x)`, `OK(x)`, `INSUFFICIENT_DATA(x)`, `TRUE`, `FALSE`
 * joined by `AND`, `OR`, `NOT` and parentheses; `x` is a name or an ARN, in quotes or not.
 *
 * @throws Error naming the position of a syntax error
 */
export function compileRule(text: string): CompositeRule {
  const tokens = text.match(/"[^"]*"|[()]|[^\s()"]+/g) ?? []
  const alarms: string[] = []
  let at = 0
  const take = (token: string): boolean => tokens[at]?.toUpperCase() === token && ++at > 0

  function either(): Condition {
    const left = both()
    if (!take('OR')) return left
    const right = either()
    return (stateOf) => left(stateOf) || right(stateOf)
  }

  function both(): Condition {
    const left = one()
    if (!take('AND')) return left
    const right = both()
    return (stateOf) => left(stateOf) && right(stateOf)
  }

  function one(): Condition {
    if (take('NOT')) {
      const condition = one()
      return (stateOf) => !condition(stateOf)
    }
    if (take('TRUE')) return () => true
    if (take('FALSE')) return () => false
    if (!take('(')) return stateIs()
    const condition = either()
    if (!take(')')) return fail()
    return condition
  }

  function stateIs(): Condition {
    const state = (['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const).find(take)
    if (state === undefined || !take('(')) return fail()
    const alarm = nameIn(tokens[at++] ?? fail())
    if (!take(')')) return fail()
    alarms.push(alarm)
    return (stateOf) => stateOf(alarm) === state
  }

  const fail = (): never => {
    throw new Error(`cannot read the rule ${text} at ${tokens[at] ?? 'its end'}`)
  }

  const holds = either()
  if (at < tokens.length) fail()
  return { alarms, holds }
}

function nameIn(reference: string): string {
  const bare = reference.replaceAll('"', '')
  return bare.startsWith('arn:') ? bare.split(':alarm:')[1]! : bare
}
