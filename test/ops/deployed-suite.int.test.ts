import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { commands } from '../../infra/ops/commands/commands.ts'
import { runCommand } from '../../infra/ops/commands/run-command.ts'
import { deployedSuite } from '../../infra/ops/suite/deployed-suite.ts'
import { type SuiteTable, startSuiteTable } from '../support/suite/suite-table.ts'

interface Call {
  readonly what: string
  readonly body: string
}

/** The services of AWS that a local cloud does not have, answering as their API references say. */
let answers: (call: Call) => object | string
const calls: Call[] = []

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const call = { what: nameOf(request, body), body }
    calls.push(call)
    const answer = answers(call)
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  })
})

function nameOf({ headers, method, url }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target']
  if (target !== undefined) return String(target)
  return new URLSearchParams(body).get('Action') ?? `${method} ${url}`
}

let table: SuiteTable

beforeAll(async () => {
  table = await startSuiteTable()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const service of [
    'CLOUDFORMATION',
    'COGNITO_IDENTITY_PROVIDER',
    'APIGATEWAYV2',
    'CLOUDWATCH_LOGS',
    'SQS',
  ])
    process.env[`AWS_ENDPOINT_URL_${service}`] = url
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  await table.stop()
})
beforeEach(() => {
  calls.length = 0
})

const member = (logicalId: string, type: string, id: string, status = 'CREATE_COMPLETE') =>
  `<member><ResourceType>AWS::${type}</ResourceType><LogicalResourceId>${logicalId}</LogicalResourceId>` +
  `<DriftInformation><StackResourceDriftStatus>NOT_CHECKED</StackResourceDriftStatus></DriftInformation>` +
  `<PhysicalResourceId>${id}</PhysicalResourceId><ResourceStatus>${status}</ResourceStatus></member>`

const page = (members: readonly string[], next = '') =>
  `<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><ListStackResourcesResult>` +
  `<StackResourceSummaries>${members.join('\n')}</StackResourceSummaries>${next && `<NextToken>${next}</NextToken>`}` +
  `</ListStackResourcesResult></ListStackResourcesResponse>`

function stacks({ body }: Call): string {
  const form = new URLSearchParams(body)
  if (form.get('StackName') === 'retaguarda-prod-data') {
    return page([
      member('TableCD117FA1', 'DynamoDB::Table', table.name),
      member('Keys0E1F2A3B', 'DynamoDB::Table', `${table.name}-keys`),
      member('Bus0E1F2A3B', 'Events::EventBus', 'retaguarda-prod'),
    ])
  }
  if (form.get('NextToken') === null) {
    return page(
      [
        member('HttpHttpApi0E1F2A3B', 'ApiGatewayV2::Api', 'api1'),
        member('HttpHttpApiAuthorizer0E1F2A3B', 'ApiGatewayV2::Authorizer', 'auth1'),
        member('OrdersApiLogs0E1F2A3B', 'Logs::LogGroup', 'orders-logs'),
        member('OldApiLogs0E1F2A3B', 'Logs::LogGroup', 'old-logs', 'DELETE_COMPLETE'),
      ],
      'page-2',
    )
  }
  return page([
    member('IdentityUserPool0E1F2A3B', 'Cognito::UserPool', 'us-east-1_pool'),
    member('IdentityUserPoolDomain0E1F2A3B', 'Cognito::UserPoolDomain', 'retaguarda-prod-1'),
  ])
}

const clients = [
  { ClientId: 'machine', ClientName: 'MachineClient' },
  { ClientId: 'shop', ClientName: 'loja-azul vitrine' },
]

async function ops(args: string) {
  const output: string[] = []
  const say = (line: string) => void output.push(line)
  const code = await runCommand(commands, args.split(' '), () => deployedSuite('prod'), {
    say,
    complain: say,
    ask: () => Promise.resolve(undefined),
  })
  return { code, output: output.join('\n') }
}

describe('a suite that is deployed on AWS', () => {
  it('is found by its stacks, page by page, without deleted resources', async () => {
    answers = stacks
    const suite = await deployedSuite('prod')
    expect(suite).toMatchObject({
      api: 'https://api1.execute-api.us-east-1.amazonaws.com',
      token: 'https://retaguarda-prod-1.auth.us-east-1.amazoncognito.com/oauth2/token',
    })
    expect(suite.resources).toContainEqual({ name: 'table', type: 'AWS::DynamoDB::Table', id: table.name })
    expect(suite.resources.map(({ id }) => id)).toEqual(expect.arrayContaining(['api1', 'us-east-1_pool']))
    expect(suite.resources.map(({ id }) => id)).not.toContain('old-logs')
    expect(process.env['EVENT_BUS_NAME']).toBe('retaguarda-prod')
  })

  it('admits a new client besides the existing ones, and binds it to its store', async () => {
    const audience: unknown[] = []
    answers = (call) => {
      if (call.what === 'ListStackResources') return stacks(call)
      if (call.what.endsWith('.ListUserPoolClients')) return { UserPoolClients: clients }
      if (call.what.endsWith('.CreateUserPoolClient'))
        return { UserPoolClient: { ClientId: 'shop', ClientSecret: 'told-once' } }
      if (call.what.startsWith('PATCH')) audience.push(JSON.parse(call.body))
      return { jwtConfiguration: { issuer: 'https://issuer', audience: ['machine'] } }
    }
    const { output, code } = await ops('client create --store loja-azul --name vitrine')
    expect([code, output]).toEqual([0, expect.stringMatching(/^client {2}shop\nsecret {2}told-once\n/)])
    expect(audience).toEqual([
      { jwtConfiguration: { issuer: 'https://issuer', audience: ['machine', 'shop'] } },
    ])
    expect(calls.map(({ what }) => what)).toContain('PATCH /v2/apis/api1/authorizers/auth1')
    const created = calls.find(({ what }) => what.endsWith('.CreateUserPoolClient'))
    expect(JSON.parse(created?.body ?? '{}')).toMatchObject({
      UserPoolId: 'us-east-1_pool',
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['retaguarda/orders:read', 'retaguarda/orders:write', 'retaguarda/quality:read'],
    })
    const [binding] = await table.partition('PRINCIPAL#shop')
    expect(binding?.['stores']?.L).toEqual([{ S: 'loja-azul' }])
  })

  it('searches all log groups with one query, and redacts personal data', async () => {
    answers = (call) => {
      if (call.what === 'ListStackResources') return stacks(call)
      if (call.what === 'Logs_20140328.StartQuery') return { queryId: 'q1' }
      return {
        status: 'Complete',
        results: [
          [
            { field: '@timestamp', value: '2026-11-24 12:00:00.000' },
            { field: '@log', value: '000000000000:orders-logs' },
            { field: '@message', value: 'it failed for maria@example.com' },
          ],
        ],
      }
    }
    const suite = await deployedSuite('prod')
    const lines = await suite.findLogs(['ord_1', 'say "x"'], '2026-11-24T11:00:00Z', '2026-11-24T13:00:00Z')
    expect(lines).toEqual([
      { at: '2026-11-24T12:00:00.000Z', source: 'orders-api-logs', text: 'it failed for [redacted]' },
    ])
    const query = calls.find(({ what }) => what.endsWith('StartQuery'))
    expect(JSON.parse(query?.body ?? '{}')).toEqual({
      logGroupNames: ['orders-logs'],
      startTime: Date.parse('2026-11-24T11:00:00Z') / 1000,
      endTime: Date.parse('2026-11-24T13:00:00Z') / 1000,
      queryString: expect.stringContaining(
        'filter strcontains(@message, "ord_1") = 1 or strcontains(@message, "say \\"x\\"") = 1',
      ),
    })
  })
})
