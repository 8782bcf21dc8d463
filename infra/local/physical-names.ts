/** Account and region of the local cloud. */
export const ACCOUNT = '000000000000'
export const REGION = 'us-east-1'

/** A resource before its references are resolved. */
export interface Named {
  readonly stack: string
  readonly logicalId: string
  /** Physical name: from the template, else the short name of the construct path. */
  readonly name: string
  /** A property as a resolved string, or undefined. */
  property(name: string): string | undefined
}

/** Local addresses for references; AWS's own address where undefined. */
export interface LocalAddresses {
  /** Base URL of queue URLs. */
  readonly sqs?: string
  /** Base URL of the HTTP API. */
  readonly api?: string
}

/** Values of `Ref` and `Fn::GetAtt` for a resource. */
export interface Physical {
  readonly ref: string
  readonly arn: string
  /** Attributes besides `Arn`. */
  readonly attributes: Readonly<Record<string, string>>
}

type Kind = (resource: Named, addresses: LocalAddresses) => Physical

/** Properties by which a template can name a resource. */
export const NAME_PROPERTY: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::Cognito::UserPoolDomain': 'Domain',
  'AWS::Cognito::UserPoolResourceServer': 'Identifier',
  'AWS::ApiGatewayV2::Stage': 'StageName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Alias': 'Name',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SES::ReceiptRuleSet': 'RuleSetName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
}

const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`

const byName = (arn: (name: string) => string): Kind => {
  return ({ name }) => ({ ref: name, arn: arn(name), attributes: {} })
}

const table: Kind = ({ name }) => {
  const arn = arnOf('dynamodb', `table/${name}`)
  // On AWS the stream's label is its creation time; a constant here, so that templates resolve before the start.
  return { ref: name, arn, attributes: { StreamArn: `${arn}/stream/local`, TableId: name } }
}

const queue: Kind = ({ name }, addresses) => {
  const base = addresses.sqs ?? `https://sqs.${REGION}.amazonaws.com`
  const url = `${base}/${ACCOUNT}/${name}`
  return { ref: url, arn: arnOf('sqs', name), attributes: { QueueName: name, QueueUrl: url } }
}

/** `Ref` of a version or an alias is its ARN. */
const qualified = (resource: Named, qualifier: string): Physical => {
  const functionName = (resource.property('FunctionName') ?? resource.name).split(':').at(-1)!
  const arn = arnOf('lambda', `function:${functionName}:${qualifier}`)
  return { ref: arn, arn, attributes: { FunctionArn: arn, Version: '$LATEST', AliasArn: arn } }
}

const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Lambda::Function': byName((name) => arnOf('lambda', `function:${name}`)),
  'AWS::Lambda::Version': (resource) => qualified(resource, '$LATEST'),
  'AWS::Lambda::Alias': (resource) => qualified(resource, resource.name),
  'AWS::Lambda::EventSourceMapping': byName((name) => arnOf('lambda', `event-source-mapping:${name}`)),
  'AWS::SQS::Queue': queue,
  'AWS::SNS::Topic': ({ name }) => {
    const arn = arnOf('sns', name)
    return { ref: arn, arn, attributes: { TopicArn: arn, TopicName: name } }
  },
  'AWS::S3::Bucket': ({ name }) => ({
    ref: name,
    arn: `arn:aws:s3:::${name}`,
    attributes: {
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
    },
  }),
  'AWS::Events::EventBus': ({ name }) => ({
    ref: name,
    arn: arnOf('events', `event-bus/${name}`),
    attributes: { Name: name },
  }),
  'AWS::Events::Rule': ({ name, property }) => {
    const bus = property('EventBusName')?.split('/').at(-1)
    if (bus === undefined || bus === 'default') {
      return { ref: name, arn: arnOf('events', `rule/${name}`), attributes: {} }
    }
    return { ref: `${bus}|${name}`, arn: arnOf('events', `rule/${bus}/${name}`), attributes: {} }
  },
  'AWS::Scheduler::Schedule': ({ name, property }) => {
    const group = property('GroupName') ?? 'default'
    return { ref: name, arn: arnOf('scheduler', `schedule/${group}/${name}`), attributes: {} }
  },
  'AWS::Scheduler::ScheduleGroup': byName((name) => arnOf('scheduler', `schedule-group/${name}`)),
  'AWS::CloudWatch::Alarm': byName((name) => arnOf('cloudwatch', `alarm:${name}`)),
  'AWS::CloudWatch::CompositeAlarm': byName((name) => arnOf('cloudwatch', `alarm:${name}`)),
  'AWS::ApiGatewayV2::Api': ({ name }, { api }) => ({
    ref: name,
    arn: `arn:aws:apigateway:${REGION}::/apis/${name}`,
    attributes: {
      ApiId: name,
      ApiEndpoint: api ?? `https://${name}.execute-api.${REGION}.amazonaws.com`,
    },
  }),
  'AWS::Cognito::UserPool': ({ name }) => {
    const id = `${REGION}_${name.replace(/[^A-Za-z0-9]/g, '')}`
    const provider = `cognito-idp.${REGION}.amazonaws.com/${id}`
    const attributes = { UserPoolId: id, ProviderName: provider, ProviderURL: `https://${provider}` }
    return { ref: id, arn: arnOf('cognito-idp', `userpool/${id}`), attributes }
  },
  'AWS::Cognito::UserPoolClient': ({ name }) => ({
    ref: name,
    arn: arnOf('cognito-idp', `client/${name}`),
    attributes: { ClientId: name, Name: name },
  }),
  'AWS::SecretsManager::Secret': ({ name }) => {
    const arn = arnOf('secretsmanager', `secret:${name}-local0`)
    return { ref: arn, arn, attributes: { Id: arn } }
  },
  'AWS::SES::ReceiptRuleSet': byName((name) => arnOf('ses', `receipt-rule-set/${name}`)),
  'AWS::SES::ConfigurationSet': byName((name) => arnOf('ses', `configuration-set/${name}`)),
  'AWS::SES::EmailIdentity': byName((name) => arnOf('ses', `identity/${name}`)),
  'AWS::IAM::Role': ({ name }) => ({
    ref: name,
    arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    attributes: { RoleId: name },
  }),
  'AWS::Logs::LogGroup': byName((name) => arnOf('logs', `log-group:${name}:*`)),
  'AWS::KMS::Key': ({ name }) => ({
    ref: name,
    arn: arnOf('kms', `key/${name}`),
    attributes: { KeyId: name },
  }),
}

/** `Ref`, ARN and attributes of a resource; by default its name. */
export function physicalOf(type: string, resource: Named, addresses: LocalAddresses): Physical {
  const kind = KINDS[type]
  if (kind !== undefined) return kind(resource, addresses)
  const service = type.split('::')[1]?.toLowerCase() ?? 'custom'
  return { ref: resource.name, arn: arnOf(service, resource.name), attributes: {} }
}
