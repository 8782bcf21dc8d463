import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { shortName } from '../names.ts'
import type { SliceDefinition } from '../slices.ts'
import type { Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'
import { bundledFunction } from './bundled-function.ts'
import { type AwsSources, awsRules, suiteRules } from './event-rules.ts'
import type { Release } from './releases.ts'
import { changeKeys, keyGrants, readKeys, readTable } from './table-access.ts'

export interface SliceProps {
  readonly stage: Stage
  readonly bundles: string
  readonly definition: SliceDefinition
  readonly table: Table
  readonly keys: Table
  readonly bus: EventBus
  readonly signingKey: Secret
  /** Secret by which the API recognises requests from the edge; only with an edge. */
  readonly edgeKey: Secret | undefined
  /** Rollout of new code. */
  readonly release: Release
  /** Events on the default bus that belong to this suite. */
  readonly awsSources: AwsSources
}

const inboxTimeout = Duration.seconds(30)

/**
 * A slice as it deploys: an API function for its routes, an inbox function for its reactions, and the queue between bus
 * rules and inbox, with its dead-letter queue.
 */
export class Slice extends Construct {
  readonly api: LambdaFunction
  readonly inbox: LambdaFunction
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, props: SliceProps) {
    super(scope, id)
    const { stage, definition } = props
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: stage.removalPolicy,
    })
    acknowledge(this.deadLetters, {
      'Serverless-SQSRedrivePolicy':
        'It is a dead-letter queue itself: an alarm reports its messages, and a command redrives them.',
    })
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the function's timeout: a batch that Lambda retries stays invisible to others.
      visibilityTimeout: Duration.seconds(6 * inboxTimeout.toSeconds()),
      // Half an hour of attempts: a mail with an unknown outcome needs two or three of them, and
      // what cannot succeed does not wait for its turn.
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 10 },
      removalPolicy: stage.removalPolicy,
    })
    this.api = this.apiFunction(props)
    this.inbox = this.inboxFunction(props)
    this.fillQueue(props)
    const source = new EventSourceMapping(this, 'InboxSource', {
      target: props.release(this.inbox, [
        `${definition.name}-inbox-errors`,
        `${definition.name}-dead-letters-waiting`,
      ]),
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      maxBatchingWindow: Duration.seconds(props.definition.gatherSeconds ?? 0),
      reportBatchItemFailures: true,
      // Keeps a burst of events from using the concurrency of the APIs.
      maxConcurrency: 10,
    })
    acknowledge(source, {
      'Serverless-LambdaEventSourceMappingDestination':
        'A queue has no failure destination: its redrive policy sends failed messages to the dead-letter queue.',
    })
  }

  private apiFunction({
    stage,
    bundles,
    definition,
    table,
    keys,
    signingKey,
    edgeKey,
  }: SliceProps): LambdaFunction {
    const secrets = edgeKey === undefined ? [signingKey] : [signingKey, edgeKey]
    return bundledFunction(this, 'Api', {
      stage,
      bundles,
      bundle: `${definition.name}-api`,
      description: `Serves the routes of ${definition.name}.`,
      timeout: Duration.seconds(10),
      // A caller waits for a cold start, which is CPU-bound; CPU grows with memory.
      memory: 1024,
      environment: {
        TABLE_NAME: table.tableName,
        KEY_TABLE_NAME: keys.tableName,
        SIGNING_KEY_ARN: signingKey.secretArn,
        ...(edgeKey && { EDGE_KEY_ARN: edgeKey.secretArn }),
      },
      permissions: [
        readTable(table),
        readKeys(keys),
        ...(definition.routes.every(({ method }) => method === 'GET')
          ? []
          : keyGrants(table, definition.name, `${definition.name}-api`)),
        new PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: secrets.map(({ secretArn }) => secretArn),
        }),
      ],
    })
  }

  private inboxFunction(props: SliceProps): LambdaFunction {
    const { stage, bundles, definition, table, keys } = props
    return bundledFunction(this, 'Inbox', {
      stage,
      bundles,
      bundle: `${definition.name}-inbox`,
      description: `Runs the reactions of ${definition.name}.`,
      timeout: inboxTimeout,
      memory: 512,
      environment: {
        TABLE_NAME: table.tableName,
        KEY_TABLE_NAME: keys.tableName,
        DEAD_LETTER_QUEUE_URL: this.deadLetters.queueUrl,
      },
      permissions: [
        readTable(table),
        readKeys(keys),
        ...(definition.forgetsKeys === true ? [changeKeys(keys)] : []),
        ...keyGrants(table, definition.name),
        new PolicyStatement({
          actions: [
            'sqs:ReceiveMessage',
            'sqs:DeleteMessage',
            'sqs:ChangeMessageVisibility',
            'sqs:GetQueueAttributes',
          ],
          resources: [this.queue.queueArn],
        }),
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }),
      ],
    })
  }

  private fillQueue({ definition, bus, awsSources }: SliceProps): void {
    for (const { id, pattern } of suiteRules(definition.reactions)) this.rule(id, pattern, bus)
    for (const { id, pattern } of awsRules(definition.reactions, awsSources)) this.rule(id, pattern)
  }

  private rule(id: string, eventPattern: EventPattern, eventBus?: EventBus): void {
    const target = new SqsQueue(this.queue, {
      deadLetterQueue: this.deadLetters,
      retryAttempts: 185,
      maxEventAge: Duration.hours(24),
    })
    // On the stage's own bus the name is free to choose, and alarms need no export to know it.
    const named = eventBus && { eventBus, ruleName: shortName(`${this.node.path}/${id}`) }
    new Rule(this, id, { eventPattern, targets: [target], ...named })
  }
}
