import { randomUUID } from 'node:crypto'
import type { CloudClock, CloudResource, Functions } from '../contracts.ts'

/** A message that the cloud itself published to an SNS topic. */
export interface Notice {
  readonly topicArn: string
  readonly subject: string
  readonly message: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** The topics, for publishing by AWS services. */
export interface Topics {
  publish(topicArn: string, subject: string, message: string): void
  /** The latest notices, oldest first; of one topic if its ARN is given. */
  notices(topicArn?: string): readonly Notice[]
}

interface TopicsOptions {
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
  readonly functions: Pick<Functions, 'invokeAsync'>
  /** Sends a notice to subscribed queues. */
  readonly toQueues: (topicArn: string, message: string, subject: string) => void
  /** Adds a mail to the sent mails. */
  readonly mail: (mail: { from: string; to: string; subject: string; text: string }) => void
}

interface Subscription {
  readonly topicArn: string
  readonly protocol: string
  readonly endpoint: string
}

const SENDER = 'AWS Notifications <no-reply@sns.amazonaws.com>'
const KEPT = 1000

/** Opens the topics of the template; subscribers are queues, functions and e-mail addresses. */
export function openTopics({ resources, clock, functions, toQueues, mail }: TopicsOptions): Topics {
  const subscriptions = readSubscriptions(resources)
  const topics = new Set(resources.filter(({ type }) => type === 'AWS::SNS::Topic').map(({ arn }) => arn))
  const notices: Notice[] = []

  function publish(topicArn: string, subject: string, message: string): void {
    // As on AWS, an alarm does not learn that its action failed.
    if (!topics.has(topicArn)) return
    const notice = { topicArn, subject, message, at: clock.now() }
    notices.push(notice)
    if (notices.length > KEPT) notices.shift()
    toQueues(topicArn, message, subject)
    for (const { topicArn: of, protocol, endpoint } of subscriptions) {
      if (of !== topicArn) continue
      if (protocol === 'email' || protocol === 'email-json')
        mail({ from: SENDER, to: endpoint, subject, text: message })
      if (protocol === 'lambda') functions.invokeAsync(endpoint, lambdaEvent(notice))
    }
  }

  return {
    publish,
    notices: (topicArn) => notices.filter((one) => topicArn === undefined || one.topicArn === topicArn),
  }
}

function readSubscriptions(resources: readonly CloudResource[]): Subscription[] {
  return resources.flatMap(({ type, arn, properties }): Subscription[] => {
    const own = (TopicArn: string, { Protocol, Endpoint }: CloudResource['properties']) => ({
      topicArn: TopicArn,
      protocol: Protocol,
      endpoint: Endpoint,
    })
    if (type === 'AWS::SNS::Subscription') return [own(properties.TopicArn, properties)]
    const inline: CloudResource['properties'][] = properties.Subscription ?? []
    return type === 'AWS::SNS::Topic' ? inline.map((one) => own(arn, one)) : []
  })
}

function lambdaEvent({ topicArn, subject, message, at }: Notice): object {
  const record = {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: topicArn,
    Subject: subject,
    Message: message,
    Timestamp: new Date(at).toISOString(),
    MessageAttributes: {},
  }
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: record }] }
}
