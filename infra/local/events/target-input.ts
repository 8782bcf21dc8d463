/** Input of a rule's target: the whole event, a constant, a part, or a filled template. */
import { type BusEvent, eventTime } from './event-entries.ts'

/** Input properties of a target; at most one is set. */
interface InputProperties {
  readonly Input?: string
  readonly InputPath?: string
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>
    readonly InputTemplate: string
  }
}

/** Body of a target for an event that arrived at `arrivedAt` (ms since the epoch). */
type TargetInput = (event: BusEvent, arrivedAt: number) => string

/**
 * Compiles the input of a target.
 *
 * @throws Error for a JSON path that EventBridge does not support
 */
export function compileInput(properties: InputProperties, rule: { arn: string; name: string }): TargetInput {
  const { Input: constant, InputPath: path, InputTransformer: transformer } = properties
  if (constant !== undefined) return () => constant
  if (path !== undefined) {
    const read = compilePath(path)
    return (event) => JSON.stringify(read(event) ?? null)
  }
  return transformer ? compileTemplate(transformer, rule) : (event) => JSON.stringify(event)
}

function compileTemplate(
  transformer: NonNullable<InputProperties['InputTransformer']>,
  rule: { arn: string; name: string },
): TargetInput {
  const variables = new Map(
    Object.entries(transformer.InputPathsMap ?? {}).map(([name, path]) => [name, compilePath(path)] as const),
  )
  // A name that is no variable is literal text in angle brackets.
  const pieces = transformer.InputTemplate.split(/(<[\w.-]+>)/)
  return (event, arrivedAt) => {
    let quoted = false
    return pieces
      .map((piece) => {
        const name = /^<([\w.-]+)>$/.exec(piece)?.[1]
        const value = name === undefined ? undefined : readVariable(name, variables, event, rule, arrivedAt)
        if (value === undefined) {
          if (countQuotes(piece) % 2 === 1) quoted = !quoted
          return piece
        }
        return fill(value, quoted)
      })
      .join('')
  }
}

function readVariable(
  name: string,
  variables: ReadonlyMap<string, (event: BusEvent) => unknown>,
  event: BusEvent,
  rule: { arn: string; name: string },
  arrivedAt: number,
): { readonly value: unknown } | undefined {
  switch (name) {
    case 'aws.events.rule-arn':
      return { value: rule.arn }
    case 'aws.events.rule-name':
      return { value: rule.name }
    case 'aws.events.event.ingestion-time':
      return { value: eventTime(arrivedAt) }
    case 'aws.events.event.json':
      return { value: event }
    case 'aws.events.event': {
      const { detail: _detail, ...envelope } = event
      return { value: envelope }
    }
    default: {
      const read = variables.get(name)
      return read && { value: read(event) }
    }
  }
}

/** Inside quotes a variable is text, outside it is JSON. A path without a match gives empty text. */
function fill({ value }: { readonly value: unknown }, quoted: boolean): string {
  if (!quoted) return value === undefined ? '""' : JSON.stringify(value)
  if (value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return JSON.stringify(text).slice(1, -1)
}

function countQuotes(piece: string): number {
  return (piece.replace(/\\[^]/g, '').match(/"/g) ?? []).length
}

/** `$`, `$.detail.item-id`, `$.resources[0]`: EventBridge's subset of JSON path, without wildcards. */
function compilePath(path: string): (event: BusEvent) => unknown {
  if (!/^\$(\.[\w-]+|\[\d+\])*$/.test(path)) throw new Error(`JSON path ${path} is not supported`)
  const steps = path.match(/[\w-]+/g) ?? []
  return (event) => steps.reduce<unknown>(readStep, event)
}

function readStep(value: unknown, step: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
  return (value as Record<string, unknown>)[step]
}
