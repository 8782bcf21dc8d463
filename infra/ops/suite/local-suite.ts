import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { redact } from '../../../shared/redact.ts'
import type { LocalEndpoints } from '../../start/endpoints.ts'
import { CommandError } from '../commands/command-error.ts'
import { type LogLine, onlyResource, resourceNamed, type Suite } from './suite.ts'

const endpointsFile = join(import.meta.dirname, '../../../.local/endpoints.json')

/** The suite on this machine. Error: none is running. */
export async function runningLocally(file = endpointsFile): Promise<Suite> {
  const none = `No suite runs on this machine. Start it (npm start), or pass --stage dev|prod.`
  if (!existsSync(file)) throw new CommandError(none)
  const endpoints = JSON.parse(readFileSync(file, 'utf8')) as LocalEndpoints
  await fetch(`${endpoints.api}/openapi.json`).catch(() => {
    throw new CommandError(none)
  })
  return localSuite(endpoints)
}

/** A local cloud as a suite; points the AWS clients of this process at it. */
export function localSuite(endpoints: LocalEndpoints): Suite {
  const { api, token, clients, resources, logFile } = endpoints
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'ops',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.events,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoints.userPools,
    TABLE_NAME: resourceNamed({ resources }, 'AWS::DynamoDB::Table', 'table').id,
    KEY_TABLE_NAME: resourceNamed({ resources }, 'AWS::DynamoDB::Table', 'keys').id,
    EVENT_BUS_NAME: onlyResource({ resources }, 'AWS::Events::EventBus').id,
  })
  delete process.env['AWS_SESSION_TOKEN']
  return {
    name: 'local',
    api,
    token,
    resources,
    findLogs: (texts) => Promise.resolve(logFile === undefined ? [] : linesWith(logFile, texts)),
    // The local authorizer accepts every client of the local identity server.
    admitClients: () => Promise.resolve(),
    clientOf: (store) => clients.find((client) => client.store === store && client.id === store),
  }
}

function linesWith(file: string, texts: readonly string[]): LogLine[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((entry) => texts.some((text) => entry.includes(text)))
    .map((entry) => {
      const { functionName, line } = JSON.parse(entry) as { functionName: string; line: string }
      return { at: timeOf(line), source: functionName, text: String(redact(line)) }
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** Functions log ISO 8601 times, the API's access log uses API Gateway's format; other lines have none. */
function timeOf(line: string): string {
  const [, at = ''] = /"at":"([^"]+)"/.exec(line) ?? []
  const [, day, month, year, time] = /^(\d+)\/(\w+)\/(\d+):(.+)$/.exec(at) ?? []
  return day === undefined ? at : new Date(`${day} ${month} ${year} ${time}`).toISOString()
}
