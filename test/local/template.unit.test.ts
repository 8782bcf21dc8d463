import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isIgnored, isUnknown } from '../../infra/local/resource-types.ts'
import { readAssembly, resolveResources } from '../../infra/local/template.ts'

type Stacks = Record<string, Record<string, unknown>>

/** Writes the templates as a cloud assembly, reads it back and resolves it. */
function resolved(stacks: Stacks, addresses = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'assembly-'))
  try {
    for (const [stack, template] of Object.entries(stacks)) {
      writeFileSync(join(dir, `${stack}.template.json`), JSON.stringify(template))
    }
    return resolveResources(readAssembly(dir), addresses)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

const queue = (path: string, properties = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
  Metadata: { 'aws:cdk:path': path },
})

/** Resolves one value as a function's environment variable, in a stack with the given parts. */
function value(expression: unknown, template: Record<string, unknown> = {}): unknown {
  const { Resources, ...rest } = template
  const probe = {
    Type: 'AWS::Lambda::Function',
    Properties: { Environment: { Variables: { it: expression } } },
  }
  const resources = resolved({ suite: { Resources: { ...(Resources as object), Probe: probe }, ...rest } })
  return resources.find(({ logicalId }) => logicalId === 'Probe')!.properties.Environment.Variables.it
}

describe('resource names', () => {
  it('come from the construct path, without the stack and its default children', () => {
    const [first, second] = resolved({
      suite: {
        Resources: { A: queue('suite/Orders/InboxQueue/Resource'), B: queue('suite/SQSThings/Default') },
      },
    })
    expect(first).toMatchObject({
      name: 'orders-inbox-queue',
      arn: 'arn:aws:sqs:us-east-1:000000000000:orders-inbox-queue',
    })
    expect(second).toMatchObject({ name: 'sqs-things' })
  })

  it('get the stack as a prefix when two stacks would name two resources of one type alike', () => {
    const all = resolved({
      data: { Resources: { Q: queue('data/Queue/Resource') } },
      suite: { Resources: { Q: queue('suite/Queue/Resource') } },
    })
    expect(all.map(({ name }) => name)).toEqual(['data-queue', 'suite-queue'])
  })

  it('use the name in the template when there is one; a FIFO queue keeps its suffix', () => {
    const all = resolved({
      suite: {
        Resources: {
          A: queue('suite/A/Resource', {
            QueueName: { 'Fn::Join': ['-', ['given', { Ref: 'AWS::Region' }]] },
          }),
          B: queue('suite/B/Resource', { FifoQueue: true }),
        },
      },
    })
    expect(all.map(({ arn }) => arn.split(':').at(-1))).toEqual(['given-us-east-1', 'b.fifo'])
  })

  it('stay within 60 characters and unique', () => {
    const long = 'VeryLongConstructNameIndeed/'.repeat(4)
    const names = resolved({
      suite: { Resources: { A: queue(`suite/${long}One/Resource`), B: queue(`suite/${long}Two/Resource`) } },
    }).map(({ name }) => name)
    expect(names.every((name) => name.length <= 60)).toBe(true)
    expect(new Set(names).size).toBe(2)
  })
})

describe('references', () => {
  const table = {
    Type: 'AWS::DynamoDB::Table',
    Properties: {},
    Metadata: { 'aws:cdk:path': 'suite/Table/Resource' },
  }

  it('resolve to the values that each type returns on AWS', () => {
    const Resources = {
      T: table,
      Q: queue('suite/Q/Resource'),
      Topic: { Type: 'AWS::SNS::Topic' },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
      Rule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: { Ref: 'Bus' } } },
      Pool: { Type: 'AWS::Cognito::UserPool' },
    }
    const give = (expression: unknown) => value(expression, { Resources })
    expect(give({ Ref: 'T' })).toBe('table')
    expect(give({ 'Fn::GetAtt': ['T', 'Arn'] })).toBe('arn:aws:dynamodb:us-east-1:000000000000:table/table')
    expect(give({ 'Fn::GetAtt': ['T', 'StreamArn'] })).toMatch(/table\/table\/stream\/local$/)
    expect(give({ Ref: 'Q' })).toBe('https://sqs.us-east-1.amazonaws.com/000000000000/q')
    expect(give({ 'Fn::GetAtt': 'Q.QueueName' })).toBe('q')
    expect(give({ Ref: 'Topic' })).toBe('arn:aws:sns:us-east-1:000000000000:topic')
    expect(give({ 'Fn::GetAtt': ['Rule', 'Arn'] })).toBe(
      'arn:aws:events:us-east-1:000000000000:rule/bus/rule',
    )
    expect(give({ Ref: 'Pool' })).toBe('us-east-1_pool')
  })

  it('resolve queue URLs and the API address to local ones once these are available', () => {
    const [, api, probe] = resolved(
      {
        suite: {
          Resources: {
            Q: queue('suite/Q/Resource'),
            Api: { Type: 'AWS::ApiGatewayV2::Api' },
            Probe: {
              Type: 'AWS::SNS::Topic',
              Properties: { url: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, queue: { Ref: 'Q' } },
            },
          },
        },
      },
      { sqs: 'http://127.0.0.1:4566', api: 'http://127.0.0.1:3000' },
    )
    expect(api!.ref).toBe('api')
    expect(probe!.properties).toEqual({
      url: 'http://127.0.0.1:3000',
      queue: 'http://127.0.0.1:4566/000000000000/q',
    })
  })

  it('cross stacks through exports', () => {
    const [, fn] = resolved({
      data: {
        Resources: { T: table },
        Outputs: { X: { Value: { Ref: 'T' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Table' } } } },
      },
      suite: {
        Resources: {
          F: { Type: 'AWS::SNS::Topic', Properties: { table: { 'Fn::ImportValue': 'data:Table' } } },
        },
      },
    })
    expect(fn!.properties).toEqual({ table: 'table' })
  })

  it('fail without a target and name the resource that holds them', () => {
    expect(() => value({ Ref: 'Ghost' })).toThrow(/^Probe \(AWS::Lambda::Function\) of suite: .*Ghost/)
    expect(() => value({ 'Fn::ImportValue': 'nowhere' })).toThrow(/No stack exports nowhere/)
    expect(() => value({ 'Fn::GetAtt': ['Probe', 'Colour'] })).toThrow(/does not know Probe.Colour/)
    expect(() => value({ 'Fn::Cidr': ['10.0.0.0/8', 1, 8] })).toThrow(/does not know the function Fn::Cidr/)
  })

  it('reject dynamic references with an alternative', () => {
    expect(() => value('{{resolve:secretsmanager:a:SecretString}}')).toThrow(/Dynamic reference/)
    expect(() => value({ 'Fn::Join': ['', ['{{resolve:', 'ssm:x}}']] })).toThrow(/let it read the value/)
  })
})

describe('intrinsic functions', () => {
  it.each([
    [{ 'Fn::Join': ['/', ['a', { Ref: 'AWS::Partition' }, 3]] }, 'a/aws/3'],
    [{ 'Fn::Sub': 'x-${AWS::AccountId}-${!Literal}' }, 'x-000000000000-${Literal}'],
    [{ 'Fn::Sub': ['${who}@${AWS::URLSuffix}', { who: { Ref: 'AWS::StackName' } }] }, 'suite@amazonaws.com'],
    [{ 'Fn::Sub': '${Probe.Arn}' }, 'arn:aws:lambda:us-east-1:000000000000:function:probe'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b,c'] }] }, 'b'],
    [{ 'Fn::Base64': 'olá' }, 'b2zDoQ=='],
  ])('%j is %j', (expression, expected) => {
    expect(value(expression)).toBe(expected)
  })

  it('use parameter defaults and mappings', () => {
    const template = {
      Parameters: { Stage: { Type: 'String', Default: 'dev' }, Bare: { Type: 'String' } },
      Mappings: { Sizes: { dev: { memory: 512 } } },
    }
    expect(value({ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, template)).toBe(512)
    expect(() => value({ Ref: 'Bare' }, template)).toThrow(/Parameter Bare has no default/)
  })

  it('evaluate conditions, and omit values and resources whose condition is false', () => {
    const template = {
      Conditions: {
        IsLocal: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
        IsFar: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
        Both: { 'Fn::And': [{ Condition: 'IsLocal' }, { Condition: 'IsFar' }] },
        Either: { 'Fn::Or': [{ Condition: 'IsLocal' }, { Condition: 'IsFar' }] },
      },
      Resources: {
        Far: { ...queue('suite/Far/Resource'), Condition: 'IsFar' },
        Near: { ...queue('suite/Near/Resource'), Condition: 'IsLocal' },
      },
    }
    const all = {
      yes: { 'Fn::If': ['Either', 1, 2] },
      no: { 'Fn::If': ['Both', 1, { Ref: 'AWS::NoValue' }] },
    }
    expect(value(all, template)).toEqual({ yes: 1 })
    expect(value([1, { Ref: 'AWS::NoValue' }], template)).toEqual([1])
    expect(resolved({ suite: template }).map(({ logicalId }) => logicalId)).toEqual(['Near'])
  })

  it('are not resolved in ignored resources, so they cannot fail there', () => {
    const [policy] = resolved({
      suite: { Resources: { P: { Type: 'AWS::IAM::Policy', Properties: { x: { 'Fn::Cidr': [] } } } } },
    })
    expect(policy!.properties).toEqual({ x: { 'Fn::Cidr': [] } })
  })
})

describe('resource types', () => {
  it('are run, ignored on purpose, or unknown', () => {
    expect([isIgnored('AWS::IAM::Role'), isUnknown('AWS::IAM::Role')]).toEqual([true, false])
    expect([isIgnored('AWS::SQS::Queue'), isUnknown('AWS::SQS::Queue')]).toEqual([false, false])
    expect([isIgnored('AWS::Kinesis::Stream'), isUnknown('AWS::Kinesis::Stream')]).toEqual([false, true])
  })
})

describe('an assembly folder', () => {
  it('reports how to create templates when it has none', () => {
    const dir = mkdtempSync(join(tmpdir(), 'assembly-'))
    expect(() => readAssembly(dir)).toThrow(/synthesise the app first/)
    rmSync(dir, { recursive: true })
  })
})
