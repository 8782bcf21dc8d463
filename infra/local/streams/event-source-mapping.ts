import type { CloudResource } from '../contracts.ts'
import { compilePattern, type Matcher } from '../events/event-pattern.ts'

/** An `AWS::Lambda::EventSourceMapping` with AWS's defaults. */
export interface Mapping {
  readonly name: string
  readonly eventSourceArn: string
  readonly functionArn: string
  /** Short name of the function, as in fault rules. */
  readonly functionName: string
  readonly batchSize: number
  /** Batching window. */
  readonly windowMs: number
  /** Whether a record passes the mapping's filter. */
  readonly accepts: Matcher
  readonly reportsItemFailures: boolean
  readonly bisects: boolean
  /** Retries of a failed stream batch; Infinity for AWS's -1. */
  readonly maximumRetries: number
  /** Infinity for AWS's -1. */
  readonly maximumRecordAgeMs: number
  readonly parallelization: number
  readonly startsAt: 'TRIM_HORIZON' | 'LATEST'
  /** ARN of the queue or topic for discarded stream records. */
  readonly onFailureArn: string | undefined
  /** Maximum concurrency of a queue. */
  readonly maximumConcurrency: number
}

const KNOWN_PROPERTIES: ReadonlySet<string> = new Set([
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'Enabled',
  'EventSourceArn',
  'FilterCriteria',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'ScalingConfig',
  'StartingPosition',
  'Tags',
])

const DEFAULT_BATCH = { dynamodb: 100, sqs: 10 }
/** On AWS a new queue mapping starts with five pollers; one machine needs no more. */
const DEFAULT_CONCURRENCY = 5

/** The enabled mappings for one kind of source; throws on an unsupported property. */
export function readMappings(resources: readonly CloudResource[], service: 'dynamodb' | 'sqs'): Mapping[] {
  return resources
    .filter((resource) => resource.type === 'AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.EventSourceArn.split(':')[2] === service)
    .filter(({ properties }) => properties.Enabled !== false)
    .map((resource) => readMapping(resource, resources, service))
}

function readMapping(
  { name, properties }: CloudResource,
  resources: readonly CloudResource[],
  service: 'dynamodb' | 'sqs',
): Mapping {
  const strange = Object.keys(properties).find((property) => !KNOWN_PROPERTIES.has(property))
  if (strange !== undefined) throw new Error(`Event source mapping ${name}: ${strange} is not simulated`)
  const fn = functionNamed(properties.FunctionName, resources)
  return {
    name,
    eventSourceArn: properties.EventSourceArn,
    functionArn: fn.arn,
    functionName: fn.name,
    batchSize: properties.BatchSize ?? DEFAULT_BATCH[service],
    windowMs: (properties.MaximumBatchingWindowInSeconds ?? 0) * 1000,
    accepts: compileFilters(properties.FilterCriteria?.Filters ?? []),
    reportsItemFailures: properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    bisects: properties.BisectBatchOnFunctionError ?? false,
    maximumRetries: orForever(properties.MaximumRetryAttempts),
    maximumRecordAgeMs: orForever(properties.MaximumRecordAgeInSeconds) * 1000,
    parallelization: properties.ParallelizationFactor ?? 1,
    startsAt: properties.StartingPosition ?? 'TRIM_HORIZON',
    onFailureArn: properties.DestinationConfig?.OnFailure?.Destination,
    maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
  }
}

/** `FunctionName` may be a name, an ARN, or an ARN with a qualifier. */
function functionNamed(name: string, resources: readonly CloudResource[]): CloudResource {
  const found = resources.find(
    ({ type, ref, arn }) =>
      type === 'AWS::Lambda::Function' && (ref === name || arn === name || name.startsWith(`${arn}:`)),
  )
  if (found === undefined) throw new Error(`Event source mapping: the template has no function ${name}`)
  return found
}

function orForever(limit: number | undefined): number {
  return limit === undefined || limit === -1 ? Number.POSITIVE_INFINITY : limit
}

function compileFilters(filters: readonly { readonly Pattern: string }[]): Matcher {
  const matchers = filters.map(({ Pattern }) => compilePattern(JSON.parse(Pattern)))
  if (matchers.length === 0) return () => true
  return (record) => matchers.some((matches) => matches(record))
}

/**
 * The ids that a function reported as failed (`batchItemFailures`), or `all` when the answer does not say it in
 * the way Lambda understands: an id that is null, empty or unknown, a wrong key, no object.
 * An empty or missing list is a complete success.
 */
export function failedItems(answer: unknown, known: ReadonlySet<string>): ReadonlySet<string> | 'all' {
  if (answer === null || answer === undefined) return new Set()
  if (typeof answer !== 'object' || Array.isArray(answer)) return 'all'
  const list = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? []
  if (!Array.isArray(list)) return 'all'
  const ids = list.map((item: { itemIdentifier?: unknown } | null) => item?.itemIdentifier)
  if (!ids.every((id) => typeof id === 'string' && known.has(id))) return 'all'
  return new Set(ids as string[])
}
