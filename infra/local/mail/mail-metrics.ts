import type { Report } from '../cloudwatch/metrics.ts'
import type { MailEventType } from './mail-events.ts'

/** SES's rates are those of the latest mails, as many as it takes to represent what is usual. */
const REPRESENTATIVE = 1000

const NAMES: Readonly<Record<MailEventType, string>> = {
  SEND: 'Send',
  DELIVERY: 'Delivery',
  BOUNCE: 'Bounce',
  COMPLAINT: 'Complaint',
}

/** Makes what reports the metrics of SES (namespace `AWS/SES`): counts, and the shares of bounces and complaints. */
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
