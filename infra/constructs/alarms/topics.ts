import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'

/** Topics of alarms: `page` calls a person at once, `notify` is read in working hours. */
export interface AlarmTopics {
  readonly page: Topic
  readonly notify: Topic
}

/** Creates both topics; `addresses` subscribe to both by e-mail. */
export function alarmTopics(scope: Construct, addresses: readonly string[]): AlarmTopics {
  const topicOf = (id: string, displayName: string): Topic => {
    const topic = new Topic(scope, id, { displayName, enforceSSL: true })
    for (const address of addresses)
      acknowledge(topic.addSubscription(new EmailSubscription(address)), {
        'Serverless-SNSRedrivePolicy':
          'An undeliverable notice is useless later: the alarm keeps its state and history.',
      })
    return topic
  }
  return {
    page: topicOf('Page', 'Retaguarda: customer impact'),
    notify: topicOf('Tell', 'Retaguarda: notices'),
  }
}
