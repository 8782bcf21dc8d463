import { type Resource, Stack, Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** Excuses findings of cdk-nag on a construct and what is under it, each by its rule and with the reason why. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })))
}

/** An ARN of another stack as a policy of this one imports it. */
interface ImportedArn {
  readonly arn: string
  /** The rule by which cdk-nag objects to the resources that end so. */
  readonly wildcardRule: (ending: string) => string
}

/** Imports the ARN of a resource of another stack, so that a finding about what lies under it can be named. */
export function importArn(scope: IConstruct, owner: Resource, ownersArn: string): ImportedArn {
  const arn = owner.stack.exportValue(ownersArn)
  const { 'Fn::ImportValue': exportName } = Stack.of(scope).resolve(arn)
  return { arn, wildcardRule: (ending) => `AwsSolutions-IAM5[Resource::${exportName}${ending}]` }
}

/** Excuses a dead-letter queue for having none of its own. */
export const acknowledgeDeadLetters = (queue: IConstruct): void =>
  acknowledge(queue, {
    'Serverless-SQSRedrivePolicy':
      'It is the dead-letter queue itself: an alarm tells that something lies in it, and a command puts it back.',
  })

/** Excuses a mapping of a queue for having no destination of what failed. */
export const acknowledgeQueueSource = (mapping: IConstruct): void =>
  acknowledge(mapping, {
    'Serverless-LambdaEventSourceMappingDestination':
      'A queue has no such destination: what fails goes to its dead letters by the redrive policy.',
  })
