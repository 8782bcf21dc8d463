import { Stack } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  ReceiptRuleSet,
  TlsPolicy,
} from 'aws-cdk-lib/aws-ses'
import { S3 } from 'aws-cdk-lib/aws-ses-actions'
import { Construct } from 'constructs'
import { incomingMailPrefix, storedFilesPrefix } from '../data-stack.ts'
import { acknowledge, importArn } from './acknowledge.ts'
import type { AwsSources } from './event-rules.ts'

export interface MailProps {
  /** Domain of our addresses, such as `mail.example.com`: a store sends and receives as `<store>@<domain>`. */
  readonly domain: string
  readonly incoming: Bucket
}

/**
 * Outgoing mail (identity, configuration set that reports delivery events to the default bus) and incoming mail (a receipt
 * rule that writes every mail of the domain to a bucket, which notifies the default bus).
 */
export class Mail extends Construct {
  readonly identity: EmailIdentity
  readonly configurationSet: ConfigurationSet
  /** Activate it by hand: CloudFormation cannot. */
  readonly receiptRules: ReceiptRuleSet
  private readonly incoming: Bucket
  private readonly mailDomain: string

  constructor(scope: Construct, id: string, { domain, incoming }: MailProps) {
    super(scope, id)
    this.mailDomain = domain
    this.incoming = incoming
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
    })
    this.configurationSet.addEventDestination('Events', {
      // SES publishes to the account's default bus only.
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    })
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      configurationSet: this.configurationSet,
    })
    this.receiptRules = new ReceiptRuleSet(this, 'ReceiptRules')
    this.receiptRules.addRule('Incoming', {
      recipients: [domain],
      scanEnabled: true,
      // Accept mail without TLS rather than lose it.
      tlsPolicy: TlsPolicy.OPTIONAL,
      // The library's classes do not match its own interfaces under exactOptionalPropertyTypes.
      actions: [new S3({ bucket: incoming as IBucket, objectKeyPrefix: incomingMailPrefix })],
    })
  }

  /** Events on the default bus about this suite's mail. */
  get awsSources(): AwsSources {
    return {
      'aws.ses': {
        detail: { mail: { tags: { 'ses:configuration-set': [this.configurationSet.configurationSetName] } } },
      },
    }
  }

  /** Lets a function send mail from our domain and sign reply addresses. */
  serve(mailer: LambdaFunction, signingKey: Secret): void {
    const { configurationSetName } = this.configurationSet
    mailer.addEnvironment('MAIL_DOMAIN', this.mailDomain)
    mailer.addEnvironment('SIGNING_KEY_ARN', signingKey.secretArn)
    mailer.addEnvironment('CONFIGURATION_SET', configurationSetName)
    mailer.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [
          this.identity.emailIdentityArn,
          Stack.of(this).formatArn({
            service: 'ses',
            resource: 'configuration-set',
            resourceName: configurationSetName,
          }),
        ],
      }),
    )
    mailer.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [signingKey.secretArn] }),
    )
  }

  /** Lets a function read incoming mail and store its attachments. */
  letTakeIn(intake: LambdaFunction): void {
    intake.addEnvironment('MAIL_DOMAIN', this.mailDomain)
    this.letDo(intake, 's3:GetObject', incomingMailPrefix)
    this.letDo(intake, 's3:PutObject', storedFilesPrefix)
  }

  /** Lets a function read stored attachments. */
  letShowFiles(viewer: LambdaFunction): void {
    this.letDo(viewer, 's3:GetObject', storedFilesPrefix)
  }

  /** Lets a function delete the mail and attachments of an erased person. */
  letErase(eraser: LambdaFunction): void {
    this.letDo(eraser, 's3:DeleteObject', incomingMailPrefix)
    this.letDo(eraser, 's3:DeleteObject', storedFilesPrefix)
  }

  private letDo(
    who: LambdaFunction,
    action: 's3:GetObject' | 's3:PutObject' | 's3:DeleteObject',
    prefix: string,
  ): void {
    const { arn, wildcardRule } = importArn(this, this.incoming, this.incoming.bucketArn)
    who.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [`${arn}/${prefix}*`] }))
    if (action === 's3:GetObject')
      // Without it S3 answers 403 instead of 404 for a deleted object.
      who.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [arn] }))
    acknowledge(who.role as IRole, {
      [wildcardRule(`/${prefix}*`)]:
        'Object names under this prefix are created as mail arrives; the function needs all of them.',
    })
  }
}
