import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Stage } from '../stage.ts'
import { acknowledgeDeadLetters, acknowledgeQueueSource } from './acknowledge.ts'
import { bundledFunction } from './bundled-function.ts'
import type { ChannelSecrets } from './channel-secrets.ts'
import { keyGrants } from './table-access.ts'

export interface ChannelReceiversProps {
  readonly stage: Stage
  readonly bundles: string
  readonly table: Table
  readonly secrets: ChannelSecrets
}

/** Account that sends Amazon's notifications ("Set up notifications (Amazon SQS workflow)", SP-API guide). */
const amazonNotifications = '437568002678'

const takingTimeout = Duration.seconds(30)

/**
 * Entry points for platforms: a function for their public webhook calls, which verifies each call, and a queue that only
 * Amazon may send its notifications to. Both may read connections and write
 * deliveries, and nothing else.
 */
export class ChannelReceivers extends Construct {
  readonly webhooks: LambdaFunction
  /** Register it with Amazon as the notification destination. */
  readonly amazonQueue: Queue

  constructor(scope: Construct, id: string, props: ChannelReceiversProps) {
    super(scope, id)
    const { stage, bundles, table, secrets } = props
    this.webhooks = bundledFunction(this, 'Webhooks', {
      stage,
      bundles,
      bundle: 'receivers-webhooks',
      description: 'Receives webhooks of marketplaces and shops: verifies, stores and acknowledges them.',
      timeout: Duration.seconds(10),
      // Platforms wait at least half a second: a cold start must fit, and is CPU-bound.
      memory: 1024,
      environment: { TABLE_NAME: table.tableName },
      permissions: keyGrants(table, 'receivers-webhooks'),
    })
    secrets.letRead(this.webhooks)
    this.amazonQueue = this.takeFromAmazon(props)
  }

  private takeFromAmazon({ stage, bundles, table }: ChannelReceiversProps): Queue {
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: stage.removalPolicy,
    }
    const deadLetters = new Queue(this, 'AmazonDeadLetters', common)
    acknowledgeDeadLetters(deadLetters)
    const queue = new Queue(this, 'AmazonQueue', {
      ...common,
      visibilityTimeout: Duration.seconds(6 * takingTimeout.toSeconds()),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 10 },
    })
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AccountPrincipal(amazonNotifications)],
        actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes'],
        resources: [queue.queueArn],
      }),
    )
    const taker = bundledFunction(this, 'Amazon', {
      stage,
      bundles,
      bundle: 'receivers-amazon',
      description: 'Receives Amazon’s notifications from their queue.',
      timeout: takingTimeout,
      memory: 256,
      environment: { TABLE_NAME: table.tableName },
      permissions: [
        ...keyGrants(table, 'receivers-amazon'),
        new PolicyStatement({
          actions: [
            'sqs:ReceiveMessage',
            'sqs:DeleteMessage',
            'sqs:ChangeMessageVisibility',
            'sqs:GetQueueAttributes',
          ],
          resources: [queue.queueArn],
        }),
      ],
    })
    const source = new EventSourceMapping(this, 'AmazonSource', {
      target: taker,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
    })
    acknowledgeQueueSource(source)
    return queue
  }
}
