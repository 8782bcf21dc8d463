import { setTimeout as pause } from 'node:timers/promises'
import { optionalEnv } from '../../../shared/env.ts'
import { callJsonService } from '../../../shared/json-service.client.ts'
import { redact } from '../../../shared/redact.ts'
import { CommandError } from '../commands/command-error.ts'
import type { DeployedResource, LogLine } from './suite.ts'

/** Maximum number of log groups in a CloudWatch Logs Insights query. */
const groupsAtOnce = 50
const pollMilliseconds = 500
const patience = 120

type Row = readonly { readonly field: string; readonly value: string }[]

/**
 * Log lines that contain any of the texts, from CloudWatch Logs Insights, oldest first (at most 1,000). AWS bills the
 * data scanned, so keep the range short. Error: a query fails or takes over a minute.
 */
export async function findInCloudWatch(
  groups: readonly DeployedResource[],
  texts: readonly string[],
  from: string,
  to: string,
): Promise<LogLine[]> {
  const rounds = Array.from({ length: Math.ceil(groups.length / groupsAtOnce) }, (_, n) =>
    groups.slice(n * groupsAtOnce, (n + 1) * groupsAtOnce),
  )
  const rows = await Promise.all(
    rounds.map(async (some) => {
      const { queryId } = await call('StartQuery', {
        logGroupNames: some.map(({ id }) => id),
        startTime: Math.floor(Date.parse(from) / 1000),
        endTime: Math.ceil(Date.parse(to) / 1000),
        queryString: queryFor(texts),
      })
      return resultsOf(String(queryId))
    }),
  )
  return rows
    .flat()
    .map((row) => lineOf(row, groups))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** Query for lines that contain any of the texts. */
const queryFor = (texts: readonly string[]): string =>
  [
    'fields @timestamp, @log, @message',
    `filter ${texts.map((text) => `strcontains(@message, ${JSON.stringify(text)}) = 1`).join(' or ')}`,
    'sort @timestamp asc',
    'limit 1000',
  ].join(' | ')

async function resultsOf(queryId: string): Promise<Row[]> {
  for (let look = 0; look < patience; look += 1) {
    const { status, results = [] } = await call('GetQueryResults', { queryId })
    if (status === 'Complete') return results as Row[]
    if (status !== 'Running' && status !== 'Scheduled') break
    await pause(pollMilliseconds)
  }
  throw new CommandError('CloudWatch Logs query timed out; use a shorter time range.')
}

function lineOf(row: Row, groups: readonly DeployedResource[]): LogLine {
  const of = new Map(row.map(({ field, value }) => [field, value]))
  // `@log` is `<account>:<log group>`.
  const group = of.get('@log')?.split(':').at(-1)
  return {
    at: `${(of.get('@timestamp') ?? '').replace(' ', 'T')}Z`,
    source: groups.find(({ id }) => id === group)?.name ?? group ?? '',
    text: String(redact(of.get('@message') ?? '')).trim(),
  }
}

const call = (operation: string, input: object): Promise<Record<string, unknown>> =>
  callJsonService({
    service: 'logs',
    endpoint: optionalEnv('AWS_ENDPOINT_URL_CLOUDWATCH_LOGS'),
    target: `Logs_20140328.${operation}`,
    protocol: '1.1',
    input,
  })
