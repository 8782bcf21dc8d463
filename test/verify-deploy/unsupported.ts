/** Resource types that the emulator does not support; outputs and dashboards that refer to them are removed too. */
export const unsupportedTypes: readonly string[] = [
  'AWS::Budgets::Budget',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::SES::ReceiptRule',
  'AWS::SES::ReceiptRuleSet',
]

/** Other unsupported features and their workarounds. */
export const unsupportedFeatures: readonly string[] = [
  'Alarms on metric math: removed, with the dashboards that show them.',
  'Attribute ProviderURL of AWS::Cognito::UserPool: the issuer is built from the region and the pool id.',
  'DNS names of the API and of the token endpoint: both are called at the address of the emulator.',
]
