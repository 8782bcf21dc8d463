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
  /** Path of the parameters in which the secrets of channels are, without a slash at its end. */
  readonly secretsPath: string
  /** Lets a function read secrets under that path. */
  readonly readSecrets: (reader: LambdaFunction) => void
}

const sendingTimeout = Duration.seconds(30)

/**
 * Webhooks out: a function that the bus calls for each event that somebody asks for and that makes the deliveries of it,
 * and a sender behind a queue, whose delays are the table of retries.
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
    // A delivery that is to be tried again waits in the queue, a quarter of an hour at a time.
    allowWait(this.queue, Duration.minutes(20))
    const maker = this.makerFunction(props)
    new Rule(this, 'OnPublicEvents', {
      eventBus: bus,
      // Chosen here, since the name that CloudFormation tells of a rule on a bus of one's own has the bus in it.
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

  /** Lets a slice's API have deliveries sent again. */
  serve(api: LambdaFunction): void {
    api.addEnvironment('WEBHOOKS_QUEUE_URL', this.queue.queueUrl)
    api.addToRolePolicy(this.send(this.queue))
  }

  private makerFunction({ stage, bundles, table }: WebhooksProps): LambdaFunction {
    const maker = bundledFunction(this, 'Maker', {
      stage,
      bundles,
      bundle: 'webhooks-maker',
      description: 'Makes the deliveries of an event for those who subscribed to it.',
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
      description: 'Sends deliveries to subscribers, and again by the table of retries.',
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
