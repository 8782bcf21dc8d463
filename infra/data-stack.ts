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
  /** Whether an edge stands in front of the API. */
  readonly hasEdge: boolean
}

/** Raw mail lies under this prefix of its bucket. */
export const incomingMailPrefix = 'incoming/'
/** What is kept of it to be shown: its files, and its HTML. */
export const storedFilesPrefix = 'kept/'

/**
 * What outlives a deployment: table, keys, bus, incoming mail, signing key. Encryption is by AWS's own keys: a key of our
 * own would add a price to every request and guard against nobody whom the roles do not already keep out.
 */
export class DataStack extends Stack {
  readonly table: Table
  /** The keys that seal personal data in histories. */
  readonly keys: Table
  readonly bus: EventBus
  readonly incomingMail: Bucket
  readonly signingKey: Secret
  /** Where there is an edge. */
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
        'It signs list cursors, which live for minutes and give access to nothing; functions read it anew every five minutes, so it can be replaced by hand at any time.',
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
 * A table of its own, so that a key that is forgotten is not brought back with the data: its backups reach back for a
 * day, which is for whoever empties it by mistake.
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
        // The text lives on in the table; the raw mail is for attachments and for looking twice.
        transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(30) }],
        expiration: Duration.days(365),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
  })
  acknowledge(bucket, {
    'AwsSolutions-S1':
      'Only SES and the intake of mail write to it, only the intake and the e-mail API read it, all by policy; access is told by CloudTrail where an account records data events.',
  })
  // `eventBridgeEnabled` would deploy a function to set this one property.
  const resource = bucket.node.defaultChild as CfnBucket
  resource.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true)
  return bucket
}
