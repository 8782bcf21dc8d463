import type { EmailCategory } from '../../../../events/email/email-categories.ts'

/** The effect of a mail: a quality issue, work for a department, or none but that it is stored. */
export type RoutingAction = 'complaint' | 'request' | 'praise'

const routingActions: Readonly<Record<EmailCategory, RoutingAction>> = {
  'wrong-item': 'complaint',
  defective: 'complaint',
  'not-as-described': 'complaint',
  late: 'complaint',
  'not-received': 'complaint',
  'partial-delivery': 'complaint',
  'return-refund': 'complaint',
  'warranty-repair': 'complaint',
  service: 'complaint',
  cancellation: 'request',
  'invoice-request': 'request',
  question: 'request',
  other: 'request',
  praise: 'praise',
}

/** The effect of mail of a category. */
export const routingActionOf = (category: EmailCategory): RoutingAction => routingActions[category]
