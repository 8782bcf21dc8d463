import type { EventPattern } from 'aws-cdk-lib/aws-events'
import type { AnyReaction } from '../../shared/inbox/reaction.ts'

export interface RulePattern {
  /** Construct id of the rule, such as `OnOrders`. */
  readonly id: string
  readonly pattern: EventPattern
}

/** For an AWS service (`aws.s3`): which of its events belong to this suite. */
export type AwsSources = Readonly<Record<string, Pick<EventPattern, 'detail'>>>

const byText = (a: string, b: string): number => (a < b ? -1 : 1)
const capitalised = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

/** Rules on the suite's bus for some reactions: one for each publishing slice, with exactly the requested events. */
export function suiteRules(reactions: readonly AnyReaction[]): RulePattern[] {
  const events = reactions.flatMap((reaction) => ('on' in reaction ? reaction.on : []))
  return [...Map.groupBy(events, ({ slice }) => slice)].map(([slice, asked]) => ({
    id: `On${capitalised(slice)}`,
    pattern: {
      source: [`retaguarda.${slice}`],
      detailType: [...new Set(asked.map(({ type }) => type))].sort(byText),
    },
  }))
}

/**
 * Rules on the account's default bus, each restricted to this suite: one for each service, and one for each event that a
 * reaction filters further. Error: a service without a restriction.
 */
export function awsRules(reactions: readonly AnyReaction[], sources: AwsSources): RulePattern[] {
  const asked = reactions.flatMap((reaction) => ('onAws' in reaction ? [reaction.onAws] : []))
  const alike = Map.groupBy(asked, ({ source, detailType, detail }) =>
    detail === undefined ? source : `${source} ${detailType}`,
  )
  return [...alike.values()].map((events) => {
    const [{ source, detailType, detail } = { source: '', detailType: '' }] = events
    const ours = sources[source]
    if (ours === undefined)
      throw new Error(`No restriction for events of ${source}; add one in suite-stack.ts.`)
    const service = capitalised(source.replace(/^aws\./, ''))
    return {
      id: `OnAws${service}${detail === undefined ? '' : detailType.replace(/\W+/g, '')}`,
      pattern: {
        source: [source],
        detailType: [...new Set(events.map((one) => one.detailType))].sort(byText),
        ...(detail === undefined ? ours : { detail: merged(ours.detail ?? {}, detail) }),
      },
    }
  })
}

type Pattern = Readonly<Record<string, unknown>>

/** Merges two patterns: an event must match both. */
function merged(one: Pattern, other: Pattern): Pattern {
  const both = Object.entries(other).map(([field, pattern]) => {
    const existing = one[field]
    return [field, isObject(existing) && isObject(pattern) ? merged(existing, pattern) : pattern]
  })
  return { ...one, ...Object.fromEntries(both) }
}

const isObject = (value: unknown): value is Pattern =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
