import { slices } from '../../infra/slices.ts'
import { stageNamed } from '../../infra/stage.ts'
import { cleanUp, type Declared, ofType, type Synthesised, synthesise } from './synthesised.ts'

let dev: Synthesised
let prod: Synthesised

beforeAll(async () => {
  dev = await synthesise()
  prod = await synthesise({ stage: 'prod', mailDomain: 'mail.example.org', noticesTo: 'ops@example.org' })
})
afterAll(cleanUp)

const aliasesOf = ({ declared }: Synthesised) => ofType(declared, 'AWS::Lambda::Alias')
const groups = () => ofType(prod.declared, 'AWS::CodeDeploy::DeploymentGroup')

describe('a release', () => {
  it('deploys all at once in dev', () => {
    expect(aliasesOf(dev)).toEqual([])
    expect(ofType(dev.declared, 'AWS::CodeDeploy::DeploymentGroup')).toEqual([])
  })

  it('deploys by canary in prod, for two functions per slice and the receivers of platform calls', () => {
    expect(aliasesOf(prod)).toHaveLength(2 * slices.length + 1)
    for (const { Properties } of groups()) {
      expect(Properties).toMatchObject({
        DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
        AutoRollbackConfiguration: {
          Enabled: true,
          Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_FAILURE']),
        },
      })
    }
  })

  it('rolls back on alarms that all exist', () => {
    const there = new Set(
      ofType(prod.declared, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties['AlarmName']),
    )
    const watched = groups().map(({ Properties }) =>
      Properties['AlarmConfiguration'].Alarms.map(({ Name }: { Name: unknown }) => String(Name)),
    ) as string[][]
    expect(watched).toHaveLength(2 * slices.length + 1)
    for (const alarms of watched) expect(alarms.length).toBeGreaterThan(1)
    expect(watched.flat().filter((name) => !there.has(name))).toEqual([])
  })

  it('is what the API and the queues call: the alias, not the function version behind it', () => {
    const aliases = new Set(aliasesOf(prod).map(({ logicalId }) => logicalId))
    const isAlias = (target: unknown) => {
      const text = JSON.stringify(target)
      return [...aliases].some((id) => text.includes(`"${id}"`))
    }
    const integrations = ofType(prod.declared, 'AWS::ApiGatewayV2::Integration').map(
      ({ Properties }) => Properties['IntegrationUri'],
    )
    // The API's documents are static, so a canary would find nothing.
    expect(integrations.filter((uri) => !isAlias(uri))).toHaveLength(1)
    const mappings = ofType(prod.declared, 'AWS::Lambda::EventSourceMapping').map(
      ({ Properties }) => Properties['FunctionName'],
    )
    expect(mappings.filter(isAlias)).toHaveLength(slices.length)
  })
})

describe('the cost budget', () => {
  const budgetOf = ({ declared }: Synthesised) => ofType(declared, 'AWS::Budgets::Budget')[0]?.Properties

  it('sends notices before the monthly limit is reached, through a topic that lets the budget publish', () => {
    expect(budgetOf(prod)?.['Budget']).toMatchObject({
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: stageNamed('prod').monthlyDollars, Unit: 'USD' },
    })
    const [first] = budgetOf(prod)?.['NotificationsWithSubscribers'] ?? []
    expect(first.Notification).toMatchObject({ NotificationType: 'ACTUAL', Threshold: 80 })
    const topic = first.Subscribers[0].Address.Ref as string
    const policies = ofType(prod.declared, 'AWS::SNS::TopicPolicy').map((one) =>
      JSON.stringify(one.Properties),
    )
    expect(policies.find((policy) => policy.includes(topic))).toContain('budgets.amazonaws.com')
  })

  it('accepts a configured limit if it is a number', async () => {
    expect(budgetOf(await synthesise({ monthlyDollars: '45' }))?.['Budget'].BudgetLimit.Amount).toBe(45)
    await expect(synthesise({ monthlyDollars: 'much' })).rejects.toThrow('monthlyDollars')
  })
})

describe('tags', () => {
  const tagsOf = ({ Properties }: Declared): Record<string, string> => {
    const tags = Properties['Tags'] ?? Properties['UserPoolTags'] ?? {}
    return Array.isArray(tags)
      ? Object.fromEntries(tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]))
      : tags
  }

  it.each([
    'AWS::DynamoDB::Table',
    'AWS::Events::EventBus',
    'AWS::Lambda::Function',
    'AWS::Logs::LogGroup',
    'AWS::S3::Bucket',
    'AWS::SQS::Queue',
    'AWS::SNS::Topic',
    'AWS::CloudWatch::Alarm',
    'AWS::ApiGatewayV2::Api',
    'AWS::Cognito::UserPool',
  ])('name the application and the stage: %s', (type) => {
    for (const [name, { declared }] of Object.entries({ dev, prod })) {
      expect(ofType(declared, type).length).toBeGreaterThan(0)
      for (const one of ofType(declared, type))
        expect(tagsOf(one)).toMatchObject({ suite: 'retaguarda', stage: name })
    }
  })
})
