import type { EmailCategory } from '../../../../events/email/email-categories.ts'

/** What a mail leads to: an issue for quality, work for a department, or nothing but that it is kept. */
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

/** What mail of a category leads to. */
export const routingActionOf = (category: EmailCategory): RoutingAction => routingActions[category]
