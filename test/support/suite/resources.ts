import type { CloudResource } from '../../../infra/local/contracts.ts'

const ARN: Readonly<Record<string, (name: string) => string>> = {
  'AWS::DynamoDB::Table': (name) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`,
  'AWS::Lambda::Function': (name) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  'AWS::SNS::Topic': (name) => `arn:aws:sns:us-east-1:000000000000:${name}`,
  'AWS::SQS::Queue': (name) => `arn:aws:sqs:us-east-1:000000000000:${name}`,
}

/** A template resource, as the local cloud reads it. */
export function resource(
  type: string,
  name: string,
  properties: CloudResource['properties'] = {},
): CloudResource {
  return {
    logicalId: name,
    type,
    name,
    ref: name,
    arn: ARN[type]?.(name) ?? `arn:aws:${type}:${name}`,
    properties,
    metadata: {},
  }
}
