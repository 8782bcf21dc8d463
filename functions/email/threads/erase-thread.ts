import { threadErased } from '../../../events/email/thread-events.ts'
import { erasedText } from '../../../events/orders/erased-order.ts'
import { erasedAddress } from '../mails/erase-mail.ts'
import type { Thread, ThreadDecision } from './thread.ts'

export const isErasedThread = ({ customer }: Thread): boolean => customer.address === erasedAddress

/** Erases the customer of a thread and what was written; its status and history stay. */
export function eraseThread(thread: Thread, now: string): ThreadDecision {
  const { category, merged, ...rest } = thread
  return {
    next: {
      ...rest,
      version: thread.version + 1,
      customer: { address: erasedAddress, name: '' },
      participants: [],
      subject: erasedText,
      ...(category === undefined ? {} : { category: { ...category, why: [] } }),
      messages: thread.messages.map(({ reference: _, ...message }) => message),
      ...(merged === undefined ? {} : { merged: merged.map((one) => ({ ...one, participants: [] })) }),
      updatedAt: now,
    },
    events: [threadErased.happened({})],
  }
}
