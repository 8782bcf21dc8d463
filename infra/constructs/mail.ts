import { Stack } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3'
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
import { incomingMailPrefix } from '../data-stack.ts'
import { acknowledge, importArn } from './acknowledge.ts'
import type { AwsSources } from './event-rules.ts'

export interface MailProps {
  /** Domain of our addresses, such as `mail.example.com`: a store writes and reads as `<store>@<domain>`. */
  readonly domain: string
  readonly incoming: Bucket
}

/**
 * Mail out (identity, configuration set that tells the default bus what became of each mail) and mail in (a receipt
 * rule that puts every mail to the domain into a bucket, which tells the default bus).
 */
export class Mail extends Construct {
  readonly identity: EmailIdentity
  readonly configurationSet: ConfigurationSet
  /** Has to be made the active one by hand: CloudFormation cannot. */
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
      // SES tells the account's default bus only.
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
      // Customers write from where they write: mail without TLS is taken in rather than lost.
      tlsPolicy: TlsPolicy.OPTIONAL,
      // The library's classes do not fit its own interfaces under exactOptionalPropertyTypes.
      actions: [new S3({ bucket: incoming as IBucket, objectKeyPrefix: incomingMailPrefix })],
    })
  }

  /** Of AWS's events on the default bus, those about this suite's mail. */
  get awsSources(): AwsSources {
    return {
      'aws.s3': { detail: { bucket: { name: [this.incoming.bucketName] } } },
      'aws.ses': {
        detail: { mail: { tags: { 'ses:configuration-set': [this.configurationSet.configurationSetName] } } },
      },
    }
  }

  /** Lets a function send mail as our domain and read what came in, and tells it how. */
  serve(mailer: LambdaFunction): void {
    const { configurationSetName } = this.configurationSet
    mailer.addEnvironment('MAIL_DOMAIN', this.mailDomain)
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
    this.letRead(mailer)
  }

  private letRead(mailer: LambdaFunction): void {
    const { arn, wildcardRule } = importArn(this, this.incoming, this.incoming.bucketArn)
    const objects = `/${incomingMailPrefix}*`
    mailer.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:GetObject', 's3:DeleteObject'], resources: [`${arn}${objects}`] }),
    )
    // Without it S3 answers 403 for an object that is gone, and not 404.
    mailer.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [arn] }))
    acknowledge(mailer.role as IRole, {
      [wildcardRule(objects)]:
        'SES makes up the names of the mails that it puts under this prefix; reading any of them is the job of the function.',
    })
  }
}
