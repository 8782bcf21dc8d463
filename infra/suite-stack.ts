import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { receiverPaths } from '../functions/channels/deliveries/receive-delivery.http.ts'
import { publicPaths } from '../functions/docs/api.ts'
import { ChannelReceivers } from './constructs/channel-receivers.ts'
import { ChannelSecrets } from './constructs/channel-secrets.ts'
import { Docs } from './constructs/docs.ts'
import { Api } from './constructs/http-api.ts'
import { Identity } from './constructs/identity.ts'
import { Mail } from './constructs/mail.ts'
import { MailIntake } from './constructs/mail-intake.ts'
import { Relay } from './constructs/relay.ts'
import { releasesOf } from './constructs/releases.ts'
import { Schedule } from './constructs/schedule.ts'
import { Slice } from './constructs/slice.ts'
import { Webhooks } from './constructs/webhooks.ts'
import type { DataStack } from './data-stack.ts'
import { type SliceDefinition, slices } from './slices.ts'
import type { Stage } from './stage.ts'

export interface SuiteStackProps extends StackProps {
  readonly stage: Stage
  readonly data: DataStack
  /** Output folder of the build. */
  readonly bundles: string
  readonly mailDomain: string
  readonly callbackUrls: readonly string[]
}

/** What runs: slices behind one HTTP API, relay, identity, mail, webhooks and schedules. */
export class SuiteStack extends Stack {
  readonly api: Api

  constructor(scope: Construct, id: string, props: SuiteStackProps) {
    super(scope, id, props)
    const { stage, data, bundles, mailDomain, callbackUrls } = props
    const identity = new Identity(this, 'Identity', { stage, bundles, callbackUrls })
    const release = releasesOf(this, stage)
    const api = new Api(this, 'Http', { stage, identity })
    this.api = api
    const mail = new Mail(this, 'Mail', { domain: mailDomain, incoming: data.incomingMail })
    new Relay(this, 'Outbox', { stage, bundles, table: data.table, keys: data.keys, bus: data.bus })

    const secrets = new ChannelSecrets(this, 'ChannelSecrets', { stage })
    const webhooks = new Webhooks(this, 'Webhooks', {
      stage,
      bundles,
      table: data.table,
      bus: data.bus,
      secretsPath: secrets.path,
      readSecrets: (reader) => secrets.letRead(reader),
    })

    for (const definition of slices) {
      const slice = new Slice(this, constructId(definition), {
        stage,
        bundles,
        definition,
        table: data.table,
        keys: data.keys,
        bus: data.bus,
        signingKey: data.signingKey,
        edgeKey: data.edgeKey,
        awsSources: mail.awsSources,
        release,
      })
      const alarms = [`${definition.name}-api-errors`, 'api-server-errors', 'api-slow']
      api.addRoutes(definition.name, definition.routes, release(slice.api, alarms))
      if (definition.name === 'email') {
        mail.serve(slice.inbox, data.signingKey)
        mail.letShowFiles(slice.api)
        mail.letErase(slice.inbox)
      }
      if (definition.name === 'channels') {
        secrets.letKeep(slice.api)
        secrets.letReadAndWrite(slice.inbox)
        webhooks.serve(slice.api)
      }
    }
    const { intake } = new MailIntake(this, 'Incoming', {
      stage,
      bundles,
      table: data.table,
      incoming: data.incomingMail,
    })
    mail.letTakeIn(intake)

    new Schedule(this, 'Holds', {
      stage,
      bundles,
      bundle: 'holds-schedule',
      description: 'Warns of held orders that must be released soon, and ends expired waivers.',
      every: Duration.minutes(5),
      table: data.table,
    })
    new Schedule(this, 'Answers', {
      stage,
      bundles,
      bundle: 'answers-schedule',
      description: 'Warns of customer threads whose response target is near.',
      every: Duration.minutes(5),
      table: data.table,
    })

    new Schedule(this, 'Learning', {
      stage,
      bundles,
      bundle: 'learning-schedule',
      description: 'Retrains the mail classifiers with the analysts’ decisions.',
      every: Duration.days(1),
      table: data.table,
    })

    const poll = new Schedule(this, 'ChannelPoll', {
      stage,
      bundles,
      bundle: 'channel-poll-schedule',
      description: 'Polls marketplaces and shops for missed updates, and reports silent connections.',
      every: Duration.minutes(15),
      table: data.table,
    })
    secrets.letReadAndWrite(poll.handler)

    const receivers = new ChannelReceivers(this, 'Receivers', { stage, bundles, table: data.table, secrets })
    const takers = release(receivers.webhooks, ['receivers-webhooks-errors', 'api-server-errors', 'api-slow'])
    api.addReceiverRoutes('receivers-webhooks', receiverPaths, takers)

    new Schedule(this, 'Operations', {
      stage,
      bundles,
      bundle: 'operations-schedule',
      description:
        'Measures backlog and differences between slices, and sends a heartbeat through the outbox.',
      every: Duration.minutes(5),
      table: data.table,
    })

    new Schedule(this, 'PrivacyReviews', {
      stage,
      bundles,
      bundle: 'privacy-reviews-schedule',
      description: 'Reviews personal data that had to be retained when its owner requested erasure.',
      every: Duration.hours(1),
      table: data.table,
    })

    const docs = new Docs(this, 'Docs', { stage, bundles, identity })
    api.addPublicRoutes('docs', publicPaths, docs.api)

    new CfnOutput(this, 'ApiUrl', { value: api.httpApi.apiEndpoint })
    new CfnOutput(this, 'TokenUrl', { value: `${identity.domain.baseUrl()}/oauth2/token` })
    new CfnOutput(this, 'MachineClientId', { value: identity.machineClient.userPoolClientId })
    new CfnOutput(this, 'WebClientId', { value: identity.webClient.userPoolClientId })
    new CfnOutput(this, 'ReceiptRuleSet', { value: mail.receiptRules.receiptRuleSetName })
    new CfnOutput(this, 'AmazonQueueArn', { value: receivers.amazonQueue.queueArn })
    new CfnOutput(this, 'TableName', { value: data.table.tableName })
  }
}

const constructId = ({ name }: SliceDefinition): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`
