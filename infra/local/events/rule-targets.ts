/** Reads the targets of rules and schedules from the template. */
import type { CloudResource } from '../contracts.ts'
import type { DeliveryTarget } from './event-delivery.ts'
import { compileInput } from './target-input.ts'

const TARGET_SERVICES = ['sqs', 'lambda']

/** Delivery settings of a rule's or schedule's target, without its input. */
export function readDelivery(
  properties: CloudResource['properties'],
  origin: Readonly<Record<string, string>>,
): Omit<DeliveryTarget, 'input'> {
  const { Arn: arn, RetryPolicy: retry = {}, DeadLetterConfig: deadLetter, SqsParameters: sqs } = properties
  if (!TARGET_SERVICES.includes(String(arn).split(':')[2] ?? '')) {
    throw new Error(`Target ${String(arn)} is not supported: only queues and functions are`)
  }
  return {
    arn,
    maximumRetries: Number(retry.MaximumRetryAttempts ?? 185),
    maximumAgeMs: Number(retry.MaximumEventAgeInSeconds ?? 86_400) * 1000,
    origin,
    ...(deadLetter?.Arn !== undefined && { deadLetterArn: deadLetter.Arn }),
    ...(sqs?.MessageGroupId !== undefined && { groupId: sqs.MessageGroupId }),
  }
}

/** The targets of an `AWS::Events::Rule`. */
export function readTargets({ arn, name, properties }: CloudResource): DeliveryTarget[] {
  const targets: CloudResource['properties'][] = properties.Targets ?? []
  return targets.map((target) => ({
    ...readDelivery(target, { RULE_ARN: arn }),
    input: compileInput(target, { arn, name: properties.Name ?? name }),
  }))
}
