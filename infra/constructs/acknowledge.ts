import { type Resource, Stack, Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** Acknowledges cdk-nag findings on a construct and its children: rule and reason. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })))
}

/** An ARN of another stack as a policy of this stack imports it. */
interface ImportedArn {
  readonly arn: string
  /** The rule by which cdk-nag reports resources with this suffix. */
  readonly wildcardRule: (ending: string) => string
}

/** Imports the ARN of another stack's resource, so that a finding about its sub-resources can be acknowledged. */
export function importArn(scope: IConstruct, owner: Resource, ownersArn: string): ImportedArn {
  const arn = owner.stack.exportValue(ownersArn)
  const { 'Fn::ImportValue': exportName } = Stack.of(scope).resolve(arn)
  return { arn, wildcardRule: (ending) => `AwsSolutions-IAM5[Resource::${exportName}${ending}]` }
}

/** Acknowledges that a dead-letter queue has no dead-letter queue. */
export const acknowledgeDeadLetters = (queue: IConstruct): void =>
  acknowledge(queue, {
    'Serverless-SQSRedrivePolicy':
      'It is a dead-letter queue itself: an alarm reports its messages, and a command redrives them.',
  })

/** Acknowledges that a queue's event source mapping has no failure destination. */
export const acknowledgeQueueSource = (mapping: IConstruct): void =>
  acknowledge(mapping, {
    'Serverless-LambdaEventSourceMappingDestination':
      'A queue has no failure destination: its redrive policy sends failed messages to the dead-letter queue.',
  })
