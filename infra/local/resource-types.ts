/** Resource types that the local cloud simulates. */
const RUN: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Logs::MetricFilter',
  'AWS::S3::Bucket',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SES::ReceiptRule',
  'AWS::SES::ReceiptRuleSet',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::Scheduler::Schedule',
  'AWS::SecretsManager::Secret',
  'Custom::S3BucketNotifications',
])

/** Types, or families of types, without effect on one machine: permissions, logs, dashboards, bookkeeping. */
const IGNORED: readonly string[] = [
  'AWS::ApplicationAutoScaling::',
  'AWS::Budgets::',
  'AWS::CDK::',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Events::Archive',
  'AWS::Events::EventBusPolicy',
  'AWS::IAM::',
  'AWS::KMS::',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::Logs::ResourcePolicy',
  'AWS::S3::BucketPolicy',
  'AWS::SES::EmailIdentity',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::XRay::',
  'Custom::LogRetention',
  'Custom::S3AutoDeleteObjects',
]

/** Whether the local cloud deliberately ignores this type. */
export function isIgnored(type: string): boolean {
  return IGNORED.some((one) => (one.endsWith('::') ? type.startsWith(one) : type === one))
}

/** Whether this type is neither simulated nor ignored; the start prints it. */
export function isUnknown(type: string): boolean {
  return !RUN.has(type) && !isIgnored(type)
}
