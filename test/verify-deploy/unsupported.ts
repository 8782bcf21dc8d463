/** Types of resources that the emulator's CloudFormation does not know; outputs and dashboards that refer to them go with them. */
export const unsupportedTypes: readonly string[] = [
  'AWS::Budgets::Budget',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::SES::ReceiptRule',
  'AWS::SES::ReceiptRuleSet',
]

/** What else it lacks: how the app, or the walk, goes round it. */
export const unsupportedFeatures: readonly string[] = [
  'Alarms on expressions (metric math): they are left out, with the dashboards that show them.',
  'Attribute ProviderURL of AWS::Cognito::UserPool: the issuer is named by the region and the id of the pool instead.',
  'Names of the API and of the token endpoint that resolve: both are asked for under the emulator’s own address.',
]
