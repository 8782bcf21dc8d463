import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda'
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Stage } from '../stage.ts'
import { acknowledge, importArn } from './acknowledge.ts'
import { bundledFunction } from './bundled-function.ts'
import { changeKeys, keyGrants, readKeys } from './table-access.ts'

export interface RelayProps {
  readonly stage: Stage
  readonly bundles: string
  readonly table: Table
  readonly keys: Table
  readonly bus: EventBus
}

/** The outbox: one function reads new versions from the table stream, files them as history and publishes them to the bus. */
export class Relay extends Construct {
  readonly relay: LambdaFunction
  /** Receives a pointer to each unreadable version and to each batch that could not be relayed. */
  readonly failures: Queue

  constructor(scope: Construct, id: string, { stage, bundles, table, keys, bus }: RelayProps) {
    super(scope, id)
    const streamArn = table.tableStreamArn
    if (streamArn === undefined) throw new Error('The table has no stream.')
    this.failures = new Queue(this, 'Failures', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: stage.removalPolicy,
    })
    acknowledge(this.failures, {
      'AwsSolutions-SQS3':
        'It is the dead-letter queue of a stream mapping, which the rule does not inspect.',
      'Serverless-SQSRedrivePolicy':
        'It is a dead-letter queue itself: an alarm reports its messages, and a command relays them again.',
    })
    this.relay = bundledFunction(this, 'Relay', {
      stage,
      bundles,
      bundle: 'outbox-relay',
      description: 'Files the events of new versions as history and publishes them to the bus.',
      timeout: Duration.seconds(60),
      memory: 512,
      environment: {
        TABLE_NAME: table.tableName,
        KEY_TABLE_NAME: keys.tableName,
        EVENT_BUS_NAME: bus.eventBusName,
        DEAD_LETTER_QUEUE_URL: this.failures.queueUrl,
      },
      permissions: [
        new PolicyStatement({
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [streamArn],
        }),
        new PolicyStatement({ actions: ['dynamodb:BatchWriteItem'], resources: [table.tableArn] }),
        ...keyGrants(table, 'outbox-relay'),
        readKeys(keys),
        changeKeys(keys),
        new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }),
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.failures.queueArn] }),
      ],
    })
    this.letListStreams(table)
    new EventSourceMapping(this, 'Source', {
      target: this.relay,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // Keeps the order per partition key, so per aggregate.
      parallelizationFactor: 2,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: { NewImage: { outbox: { S: FilterRule.exists() } } },
        }),
      ],
      reportBatchItemFailures: true,
      // The relay sets unreadable records aside itself. For other failures Lambda bisects the batch and
      // retries this often: long enough for a short outage of the bus, short enough for the other records of the shard.
      bisectBatchOnError: true,
      retryAttempts: 20,
      // Just below the stream's 24 hours: a record is reported before it expires.
      maxRecordAge: Duration.hours(23),
      onFailure: new SqsDlq(this.failures),
    })
  }

  private letListStreams(table: Table): void {
    const { arn, wildcardRule } = importArn(this, table, table.tableArn)
    const streams = '/stream/*'
    this.relay.addToRolePolicy(
      new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [`${arn}${streams}`] }),
    )
    acknowledge(this.relay.role as IRole, {
      [wildcardRule(streams)]:
        'Lambda lists the streams of the table, an action that IAM evaluates on the table, not on a single stream.',
    })
  }
}
