import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { incomingMailPrefix } from '../data-stack.ts'
import type { Stage } from '../stage.ts'
import { acknowledgeDeadLetters, acknowledgeQueueSource } from './acknowledge.ts'
import { bundledFunction } from './bundled-function.ts'
import { keyGrants, readTable } from './table-access.ts'

export interface MailIntakeProps {
  readonly stage: Stage
  readonly bundles: string
  readonly table: Table
  readonly incoming: Bucket
}

const timeout = Duration.seconds(60)

/** Receives the mail that SES writes to the bucket: a rule, a queue with its dead-letter queue, and a function. */
export class MailIntake extends Construct {
  readonly intake: LambdaFunction

  constructor(scope: Construct, id: string, { stage, bundles, table, incoming }: MailIntakeProps) {
    super(scope, id)
    const deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: stage.removalPolicy,
    })
    acknowledgeDeadLetters(deadLetters)
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 10 },
      removalPolicy: stage.removalPolicy,
    })
    this.intake = bundledFunction(this, 'Mail', {
      stage,
      bundles,
      bundle: 'incoming-mail',
      description: 'Receives the mail that SES writes to the bucket.',
      timeout,
      // A mail of 40 MB is in memory twice, and a malicious one needs 300 MB to parse.
      memory: 1024,
      environment: { TABLE_NAME: table.tableName, DEAD_LETTER_QUEUE_URL: deadLetters.queueUrl },
      permissions: [
        readTable(table),
        ...keyGrants(table, 'incoming-mail'),
        new PolicyStatement({
          actions: [
            'sqs:ReceiveMessage',
            'sqs:DeleteMessage',
            'sqs:ChangeMessageVisibility',
            'sqs:GetQueueAttributes',
          ],
          resources: [queue.queueArn],
        }),
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
      ],
    })
    new Rule(this, 'OnAwsS3', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [incoming.bucketName] },
          object: { key: [{ prefix: incomingMailPrefix }] },
        },
      },
      targets: [
        new SqsQueue(queue, {
          deadLetterQueue: deadLetters,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    })
    const source = new EventSourceMapping(this, 'Source', {
      target: this.intake,
      eventSourceArn: queue.queueArn,
      // Small batches: an instance reads one mail at a time, and the rest of the batch stays invisible meanwhile.
      batchSize: 5,
      reportBatchItemFailures: true,
      maxConcurrency: 10,
    })
    acknowledgeQueueSource(source)
  }
}
