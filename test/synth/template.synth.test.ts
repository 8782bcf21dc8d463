import { receiverPaths } from '../../functions/channels/deliveries/receive-delivery.http.ts'
import { cleanUp, type Declared, ofType, type Synthesised, synthesise } from './synthesised.ts'

let dev: Synthesised
let prod: Synthesised

beforeAll(async () => {
  dev = await synthesise()
  prod = await synthesise({ stage: 'prod', mailDomain: 'mail.example.org' })
})
afterAll(cleanUp)

const list = <T>(value: T | readonly T[]): readonly T[] =>
  (Array.isArray(value) ? value : [value]) as readonly T[]

interface Statement {
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Resource?: unknown
  readonly Condition?: unknown
}

const rolePolicies = ({ declared }: Synthesised): Declared[] => ofType(declared, 'AWS::IAM::Policy')
const statementsOf = ({ Properties }: Declared): readonly Statement[] =>
  Properties['PolicyDocument'].Statement
const policyOf = (synthesised: Synthesised, role: RegExp): readonly Statement[] =>
  rolePolicies(synthesised)
    .filter(({ logicalId }) => role.test(logicalId))
    .flatMap(statementsOf)

describe('functions', () => {
  it('have no setting that redirects them to a sandbox or a local receiver', () => {
    for (const { declared } of [dev, prod]) {
      const names = ofType(declared, 'AWS::Lambda::Function').flatMap(({ Properties }) =>
        Object.keys(Properties['Environment']?.Variables ?? {}),
      )
      expect(names).toContain('CHANNEL_SECRETS_PATH')
      expect(names.filter((name) => /SANDBOX|LOOPBACK/.test(name))).toEqual([])
    }
  })

  it('run on arm64 and Node 24 with a log retention', () => {
    const functions = ofType(dev.declared, 'AWS::Lambda::Function')
    expect(functions.length).toBeGreaterThanOrEqual(5)
    const logGroups = new Map(
      ofType(dev.declared, 'AWS::Logs::LogGroup').map((group) => [group.logicalId, group]),
    )
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'handler.handler',
      })
      expect(logGroups.get(Properties['LoggingConfig'].LogGroup.Ref)?.Properties['RetentionInDays']).toBe(7)
    }
  })

  it('have one role each, and no managed policy', () => {
    const roles = ofType(dev.declared, 'AWS::IAM::Role')
    expect(roles).toHaveLength(ofType(dev.declared, 'AWS::Lambda::Function').length)
    for (const { Properties } of roles) expect(Properties['ManagedPolicyArns']).toBeUndefined()
  })

  it('may use named actions only, on named resources', () => {
    const statements = rolePolicies(dev).flatMap(statementsOf)
    expect(statements.length).toBeGreaterThan(10)
    const wide = statements
      .flatMap(({ Resource }) => list(Resource).map((resource) => JSON.stringify(resource)))
      .filter((resource) => resource.includes('*'))
    expect(statements.flatMap(({ Action }) => list(Action)).filter((action) => action.includes('*'))).toEqual(
      [],
    )
    // Streams of the table, objects of the mail bucket and secrets of connections have names that are only
    // created at run time.
    const expected = ['/stream/*', '/incoming/*', '/kept/*', ':parameter/retaguarda/dev/channels/*']
    expect(wide.filter((resource) => !expected.some((ending) => resource.includes(ending)))).toEqual([])
  })

  it('write items of their own slice only', () => {
    const puts = policyOf(dev, /^OrdersInboxRole/).filter(({ Action }) =>
      list(Action).includes('dynamodb:PutItem'),
    )
    expect(puts.map(({ Condition }) => Condition)).toEqual([
      {
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': ['S#*#ORDER#*', 'S#*#SWEEP#*', 'S#*#ORDERS-PRIVACY-ANSWER#*'],
        },
      },
    ])
  })

  it('allocate numbers only from their own slice’s series', () => {
    const updates = (role: RegExp) =>
      policyOf(dev, role).filter(({ Action }) => list(Action).includes('dynamodb:UpdateItem'))
    expect(updates(/^(?:Orders|Email|Outbox|Holds)/)).toEqual([])
    const taken = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['S#*#NUMBER#ISSUE'] } }
    expect(updates(/^Quality/).map(({ Condition }) => Condition)).toEqual([taken, taken])
  })
})

describe('the receivers', () => {
  const puts = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['S#*#DELIVERY#*'] } }
  const gets = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['S#*#CONNECTION#*'] } }
  const conditionsOf = (role: RegExp, action: string) =>
    policyOf(dev, role)
      .filter(({ Action }) => list(Action).includes(action))
      .map(({ Condition }) => Condition)

  it.each([/^ReceiversWebhooksRole/, /^ReceiversAmazonRole/])(
    'may read connections and put deliveries: %s',
    (role) => {
      expect(conditionsOf(role, 'dynamodb:GetItem')).toEqual([gets])
      expect(conditionsOf(role, 'dynamodb:PutItem')).toEqual([puts])
      const actions = policyOf(dev, role).flatMap(({ Action }) => list(Action))
      const more = /^(?:logs:\w+|ssm:GetParameter|sqs:(?:Receive|Delete|Change|Get)\w+|dynamodb:Query)$/
      const expected = ['dynamodb:GetItem', 'dynamodb:PutItem']
      expect(actions.filter((action) => !more.test(action) && !expected.includes(action))).toEqual([])
    },
  )

  it('accept Amazon’s notifications from Amazon alone', () => {
    const policies = ofType(dev.declared, 'AWS::SQS::QueuePolicy').flatMap(
      ({ Properties }) => Properties['PolicyDocument'].Statement,
    )
    const allowing = policies.filter(({ Effect, Condition }) => Effect === 'Allow' && Condition === undefined)
    expect(allowing).toHaveLength(1)
    expect(JSON.stringify(allowing[0].Principal)).toContain(':iam::437568002678:root')
  })
})

describe('the API', () => {
  const routesOf = ({ declared }: Synthesised) => ofType(declared, 'AWS::ApiGatewayV2::Route')

  it('requires a token with a scope on every route except the listed ones', () => {
    const open = routesOf(dev).filter(({ Properties }) => Properties['AuthorizationType'] !== 'JWT')
    expect(new Set(open.map(({ Properties }) => Properties['RouteKey']))).toEqual(
      new Set([
        'GET /openapi.json',
        'GET /asyncapi.json',
        'GET /docs',
        'GET /docs/{file}',
        ...receiverPaths.map((path) => `POST ${path}`),
      ]),
    )
    const guarded = routesOf(dev).filter((route) => !open.includes(route))
    expect(guarded.length).toBeGreaterThan(10)
    for (const { Properties } of guarded) {
      expect(Properties['AuthorizerId']).toBeDefined()
      expect(Properties['AuthorizationScopes']).toEqual([
        expect.stringMatching(/^retaguarda\/[a-z]+:(read|write|approve)$/),
      ])
    }
  })

  it('accepts only tokens of its user pool and its clients', () => {
    const [authorizer] = ofType(dev.declared, 'AWS::ApiGatewayV2::Authorizer')
    const clients = ofType(dev.declared, 'AWS::Cognito::UserPoolClient').map(({ logicalId }) => ({
      Ref: logicalId,
    }))
    expect(authorizer?.Properties['JwtConfiguration'].Audience).toEqual(clients)
    expect(JSON.stringify(authorizer?.Properties['JwtConfiguration'].Issuer)).toContain('ProviderURL')
  })

  it('is throttled and logs each request as JSON without personal data', () => {
    const [stage] = ofType(dev.declared, 'AWS::ApiGatewayV2::Stage')
    expect(stage?.Properties['DefaultRouteSettings']).toMatchObject({
      ThrottlingRateLimit: expect.any(Number),
      ThrottlingBurstLimit: expect.any(Number),
    })
    const format = JSON.parse(stage?.Properties['AccessLogSettings'].Format) as Record<string, string>
    expect(Object.values(format)).toContain('$context.routeKey')
    expect(Object.values(format).join()).not.toMatch(/sourceIp|userAgent|\$context\.path/)
  })

  it('offers machines the client credentials flow, and people the code flow without a secret', () => {
    const flows = ofType(dev.declared, 'AWS::Cognito::UserPoolClient').map(({ Properties }) => [
      Properties['AllowedOAuthFlows'],
      Properties['GenerateSecret'],
    ])
    expect(flows).toEqual([
      [['client_credentials'], true],
      [['code'], false],
    ])
  })
})

describe('queues', () => {
  it('hide a message for six times the function timeout, and move it to the dead-letter queue after five tries', () => {
    const sources = dev.resources.filter(
      ({ type, properties }) =>
        type === 'AWS::Lambda::EventSourceMapping' && properties['EventSourceArn'].includes(':sqs:'),
    )
    expect(sources.length).toBeGreaterThanOrEqual(2)
    for (const { properties } of sources) {
      const queue = dev.resources.find(({ arn }) => arn === properties['EventSourceArn'])
      const inbox = dev.resources.find(
        ({ ref, type }) => type === 'AWS::Lambda::Function' && ref === properties['FunctionName'],
      )
      expect(queue?.properties['VisibilityTimeout']).toBe(6 * inbox?.properties['Timeout'])
      expect(queue?.properties['RedrivePolicy']).toMatchObject({ maxReceiveCount: 10 })
      expect(properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures'])
    }
  })

  it('are encrypted and reject plain connections', () => {
    const queues = ofType(dev.declared, 'AWS::SQS::Queue')
    expect(queues.every(({ Properties }) => Properties['SqsManagedSseEnabled'] === true)).toBe(true)
    const policies = ofType(dev.declared, 'AWS::SQS::QueuePolicy').map((policy) => JSON.stringify(policy))
    for (const { logicalId } of queues) {
      expect(policies.find((policy) => policy.includes(logicalId))).toContain('"aws:SecureTransport":"false"')
    }
  })

  it('are not targets of schedules: the next run covers a missed one', () => {
    const clocks = ofType(dev.declared, 'AWS::Events::Rule').filter(
      ({ Properties }) => Properties['ScheduleExpression'] !== undefined,
    )
    const schedules = clocks.map(({ Properties }) => String(Properties['ScheduleExpression'])).sort()
    expect(schedules).toEqual([
      'rate(1 day)',
      'rate(1 hour)',
      'rate(15 minutes)',
      'rate(5 minutes)',
      'rate(5 minutes)',
      'rate(5 minutes)',
    ])
  })

  it('are filled by rules that retry and send undelivered events to a dead-letter queue', () => {
    const targets = ofType(dev.declared, 'AWS::Events::Rule')
      .filter(({ Properties }) => Properties['EventPattern'] !== undefined)
      .flatMap(({ Properties }) => Properties['Targets'])
    expect(targets.length).toBeGreaterThanOrEqual(2)
    for (const target of targets) {
      expect(target.RetryPolicy.MaximumRetryAttempts).toBeGreaterThan(0)
      expect(target.DeadLetterConfig.Arn).toBeDefined()
    }
  })
})

describe('the relay', () => {
  it('receives only versions with events to publish, and isolates what it cannot relay', () => {
    const [source] = ofType(dev.declared, 'AWS::Lambda::EventSourceMapping').filter(
      ({ Properties }) => Properties['StartingPosition'] !== undefined,
    )
    expect(source?.Properties).toMatchObject({
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    })
    expect(source?.Properties['MaximumRetryAttempts']).toBeGreaterThan(0)
    expect(source?.Properties['MaximumRecordAgeInSeconds']).toBeLessThan(24 * 3600)
    expect(JSON.parse(source?.Properties['FilterCriteria'].Filters[0].Pattern)).toEqual({
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: { NewImage: { outbox: { S: [{ exists: true }] } } },
    })
  })
})

describe('data storage', () => {
  it('supports point-in-time recovery, streams both images, and expires items by ttl', () => {
    const [table] = ofType(dev.declared, 'AWS::DynamoDB::Table')
    expect(table?.Properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    })
    const projections = table?.Properties['GlobalSecondaryIndexes'].map(
      (index: { IndexName: string; Projection: unknown }) => [index.IndexName, index.Projection],
    )
    expect(projections).toEqual([
      ['gsi1', { ProjectionType: 'KEYS_ONLY' }],
      ['gsi2', { ProjectionType: 'KEYS_ONLY' }],
    ])
  })

  it('is private: the mail bucket', () => {
    const [bucket] = ofType(dev.declared, 'AWS::S3::Bucket')
    expect(bucket?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: expect.any(Number) }] },
    })
  })

  const holdsData = [
    'AWS::DynamoDB::Table',
    'AWS::S3::Bucket',
    'AWS::SecretsManager::Secret',
    'AWS::SQS::Queue',
    'AWS::Cognito::UserPool',
    'AWS::Logs::LogGroup',
  ]

  it.each(holdsData)('is retained with its stack in prod and deleted in dev: %s', (type) => {
    const policies = (declared: readonly Declared[]) =>
      new Set(ofType(declared, type).map((one) => one.DeletionPolicy))
    expect([...policies(prod.declared)]).toEqual(['Retain'])
    expect([...policies(dev.declared)]).toEqual(['Delete'])
  })

  it('is protected from deletion in prod', () => {
    expect(ofType(prod.declared, 'AWS::DynamoDB::Table')[0]?.Properties['DeletionProtectionEnabled']).toBe(
      true,
    )
    expect(ofType(prod.declared, 'AWS::Cognito::UserPool')[0]?.Properties['DeletionProtection']).toBe(
      'ACTIVE',
    )
    const days = new Set(
      ofType(prod.declared, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties['RetentionInDays']),
    )
    expect([...days]).toEqual([90])
  })
})

describe('the stage', () => {
  it('is dev or prod, and prod has its own mail domain', async () => {
    await expect(synthesise({ stage: 'test' })).rejects.toThrow('dev or prod')
    await expect(synthesise({ stage: 'prod' })).rejects.toThrow('mailDomain')
  })
})
