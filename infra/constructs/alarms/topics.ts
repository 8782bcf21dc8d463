import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'

/** Where alarms are told: `page` wakes somebody up, `tell` is read in working hours. */
export interface AlarmTopics {
  readonly page: Topic
  readonly notify: Topic
}

/** Makes the two topics; whoever reads `addresses` gets the notices of both by mail. */
export function alarmTopics(scope: Construct, addresses: readonly string[]): AlarmTopics {
  const topicOf = (id: string, displayName: string): Topic => {
    const topic = new Topic(scope, id, { displayName, enforceSSL: true })
    for (const address of addresses)
      acknowledge(topic.addSubscription(new EmailSubscription(address)), {
        'Serverless-SNSRedrivePolicy':
          'A notice that no mailbox takes is of use to nobody later: the alarm itself stays, with its history.',
      })
    return topic
  }
  return {
    page: topicOf('Page', 'Retaguarda: customers feel it'),
    notify: topicOf('Tell', 'Retaguarda: to be looked at'),
  }
}
