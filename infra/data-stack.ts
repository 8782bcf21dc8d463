import { Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, StorageClass } from 'aws-cdk-lib/aws-s3'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { acknowledge } from './constructs/acknowledge.ts'
import { EdgeKey } from './constructs/edge-key.ts'
import { indexes } from './constructs/table-access.ts'
import type { Stage } from './stage.ts'

export interface DataStackProps extends StackProps {
  readonly stage: Stage
  /** Whether CloudFront stands in front of the API. */
  readonly hasEdge: boolean
}

/** Key prefix of raw mail in its bucket. */
export const incomingMailPrefix = 'incoming/'
/** Key prefix of what is displayed of a mail: its attachments and its HTML. */
export const storedFilesPrefix = 'kept/'

/**
 * Stateful resources: table, keys, bus, incoming mail, signing key. They outlive a deployment. Encryption uses AWS-owned
 * keys: a customer-managed key adds a price per request and excludes no principal that the roles do not exclude already.
 */
export class DataStack extends Stack {
  readonly table: Table
  /** Keys that encrypt personal data in histories. */
  readonly keys: Table
  readonly bus: EventBus
  readonly incomingMail: Bucket
  readonly signingKey: Secret
  /** Only with an edge. */
  readonly edgeKey: Secret | undefined

  constructor(scope: Construct, id: string, { stage, hasEdge, ...props }: DataStackProps) {
    super(scope, id, props)
    this.table = createTable(this, stage)
    this.keys = createKeyTable(this, stage)
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: `retaguarda-${stage.name}`,
      description: 'Events of the suite, by slice.',
    })
    this.incomingMail = createIncomingMail(this, stage)
    this.edgeKey = hasEdge ? new EdgeKey(this, 'EdgeKey', stage).secret : undefined
    this.signingKey = new Secret(this, 'SigningKey', {
      description: 'Signs the cursors of lists.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: stage.removalPolicy,
    })
    acknowledge(this.signingKey, {
      'AwsSolutions-SMG4':
        'It signs list cursors, which expire within minutes and give access to nothing. Functions read it again every five minutes, so it can be replaced by hand at any time.',
    })
  }
}

function createTable(scope: Construct, stage: Stage): Table {
  const table = new Table(scope, 'Table', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: 'ttl',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: stage.protectsData,
    removalPolicy: stage.removalPolicy,
  })
  for (const indexName of indexes) {
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: `${indexName}pk`, type: AttributeType.STRING },
      sortKey: { name: `${indexName}sk`, type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    })
  }
  return table
}

/**
 * A table of its own, so that restoring the data does not restore a deleted key: its backups reach back one day, for
 * accidental deletion.
 */
const createKeyTable = (scope: Construct, stage: Stage): Table =>
  new Table(scope, 'Keys', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 1 },
    deletionProtection: stage.protectsData,
    removalPolicy: stage.removalPolicy,
  })

function createIncomingMail(scope: Construct, stage: Stage): Bucket {
  const bucket = new Bucket(scope, 'IncomingMail', {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    removalPolicy: stage.removalPolicy,
    lifecycleRules: [
      {
        // The text stays in the table; raw mail is needed for attachments and for reading again.
        transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(30) }],
        expiration: Duration.days(365),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
  })
  acknowledge(bucket, {
    'AwsSolutions-S1':
      'By policy, only SES and the mail intake write to it, and only the intake and the e-mail API read it. CloudTrail records access where an account enables data events.',
  })
  // `eventBridgeEnabled` would deploy a function to set this one property.
  const resource = bucket.node.defaultChild as CfnBucket
  resource.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true)
  return bucket
}
