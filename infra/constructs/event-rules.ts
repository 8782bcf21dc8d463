import type { EventPattern } from 'aws-cdk-lib/aws-events'
import type { AnyReaction } from '../../shared/inbox/reaction.ts'

export interface RulePattern {
  /** Construct id of the rule, such as `OnOrders`. */
  readonly id: string
  readonly pattern: EventPattern
}

/** By the name of an AWS service (`aws.s3`): which of its events are about this suite. */
export type AwsSources = Readonly<Record<string, Pick<EventPattern, 'detail'>>>

const byText = (a: string, b: string): number => (a < b ? -1 : 1)
const capitalised = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

/** The rules on the suite's bus that some reactions need: for each slice that tells, exactly the events asked for. */
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
 * The rules on the account's default bus, each restricted to what is ours: one for each service, and one more for each
 * event of which a reaction wants but a part. Error: a service without a restriction.
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
      throw new Error(`which events of ${source} are ours has to be said where slices are built`)
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

/** Both patterns as one: an event has to match them both. */
function merged(one: Pattern, other: Pattern): Pattern {
  const both = Object.entries(other).map(([field, pattern]) => {
    const known = one[field]
    return [field, isObject(known) && isObject(pattern) ? merged(known, pattern) : pattern]
  })
  return { ...one, ...Object.fromEntries(both) }
}

const isObject = (value: unknown): value is Pattern =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
