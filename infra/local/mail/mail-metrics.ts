import type { Report } from '../cloudwatch/metrics.ts'
import type { MailEventType } from './mail-events.ts'

/** SES computes its rates over the latest mails, a representative volume. */
const REPRESENTATIVE = 1000

const NAMES: Readonly<Record<MailEventType, string>> = {
  SEND: 'Send',
  DELIVERY: 'Delivery',
  BOUNCE: 'Bounce',
  COMPLAINT: 'Complaint',
}

/** Creates the metrics of SES (namespace `AWS/SES`): counts, and bounce and complaint rates. */
export function createMailMetrics(report: Report): (type: MailEventType) => void {
  const latest: Set<MailEventType>[] = []
  return (type) => {
    report(NAMES[type], {})
    if (type === 'SEND') latest.push(new Set())
    if (latest.length > REPRESENTATIVE) latest.shift()
    latest.at(-1)?.add(type)
    const share = (of: MailEventType) => latest.filter((mail) => mail.has(of)).length / latest.length
    report('Reputation.BounceRate', {}, share('BOUNCE'))
    report('Reputation.ComplaintRate', {}, share('COMPLAINT'))
  }
}
