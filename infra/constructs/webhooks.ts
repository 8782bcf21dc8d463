import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { publicEventTypes } from '../../events/public-event-types.ts'
import { wantedOutside } from '../../shared/subscription-list.ts'
import type { Stage } from '../stage.ts'
import { acknowledgeDeadLetters, acknowledgeQueueSource } from './acknowledge.ts'
import { allowWait } from './alarms/deployed.ts'
import { bundledFunction } from './bundled-function.ts'
import { keyGrants, readTable } from './table-access.ts'

export interface WebhooksProps {
  readonly stage: Stage
  readonly bundles: string
  readonly table: Table
  readonly bus: EventBus
  /** Parameter path of the channel secrets, without a trailing slash. */
  readonly secretsPath: string
  /** Lets a function read secrets under that path. */
  readonly readSecrets: (reader: LambdaFunction) => void
}

const sendingTimeout = Duration.seconds(30)

/**
 * Outgoing webhooks: a function that the bus invokes for each subscribed event and that creates its deliveries, and a
 * sender behind a queue, whose delays implement the retry schedule.
 */
export class Webhooks extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, props: WebhooksProps) {
    super(scope, id)
    const { stage, bus } = props
    const queueProps = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: stage.removalPolicy,
    }
    this.deadLetters = new Queue(this, 'DeadLetters', queueProps)
    acknowledgeDeadLetters(this.deadLetters)
    this.queue = new Queue(this, 'Queue', {
      ...queueProps,
      visibilityTimeout: Duration.seconds(6 * sendingTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 10 },
    })
    // A delivery that waits for its retry stays in the queue, 15 minutes at a time.
    allowWait(this.queue, Duration.minutes(20))
    const maker = this.makerFunction(props)
    new Rule(this, 'OnPublicEvents', {
      eventBus: bus,
      // Named here, because CloudFormation's name of a rule on a custom bus contains the bus.
      ruleName: 'webhooks-on-public-events',
      eventPattern: { detailType: [...publicEventTypes], resources: [wantedOutside] },
      targets: [
        new FunctionTarget(maker, {
          deadLetterQueue: this.deadLetters,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    })
    const sender = this.senderFunction(props)
    props.readSecrets(sender)
    const source = new EventSourceMapping(this, 'SenderSource', {
      target: sender,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: 10,
    })
    acknowledgeQueueSource(source)
  }

  /** Lets a slice's API send deliveries again. */
  serve(api: LambdaFunction): void {
    api.addEnvironment('WEBHOOKS_QUEUE_URL', this.queue.queueUrl)
    api.addToRolePolicy(this.send(this.queue))
  }

  private makerFunction({ stage, bundles, table }: WebhooksProps): LambdaFunction {
    const maker = bundledFunction(this, 'Maker', {
      stage,
      bundles,
      bundle: 'webhooks-maker',
      description: 'Creates the deliveries of an event for its subscriptions.',
      timeout: Duration.seconds(30),
      memory: 256,
      environment: { TABLE_NAME: table.tableName, WEBHOOKS_QUEUE_URL: this.queue.queueUrl },
      permissions: [
        readTable(table),
        ...keyGrants(table, 'webhooks-maker'),
        this.send(this.queue),
        this.send(this.deadLetters),
      ],
    })
    maker.configureAsyncInvoke({
      maxEventAge: Duration.hours(6),
      retryAttempts: 2,
      onFailure: new SqsDestination(this.deadLetters),
    })
    return maker
  }

  private senderFunction({ stage, bundles, table, secretsPath }: WebhooksProps): LambdaFunction {
    return bundledFunction(this, 'Sender', {
      stage,
      bundles,
      bundle: 'webhooks-sender',
      description: 'Sends deliveries to subscribers, and retries them.',
      timeout: sendingTimeout,
      memory: 256,
      environment: {
        TABLE_NAME: table.tableName,
        WEBHOOKS_QUEUE_URL: this.queue.queueUrl,
        DEAD_LETTER_QUEUE_URL: this.deadLetters.queueUrl,
        CHANNEL_SECRETS_PATH: secretsPath,
      },
      permissions: [
        readTable(table),
        ...keyGrants(table, 'webhooks-sender'),
        new PolicyStatement({
          actions: [
            'sqs:ReceiveMessage',
            'sqs:DeleteMessage',
            'sqs:ChangeMessageVisibility',
            'sqs:GetQueueAttributes',
          ],
          resources: [this.queue.queueArn],
        }),
        this.send(this.queue),
        this.send(this.deadLetters),
      ],
    })
  }

  private send({ queueArn }: Queue): PolicyStatement {
    return new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queueArn] })
  }
}
