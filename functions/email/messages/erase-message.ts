import { messageErased } from '../../../events/email/email-events.ts'
import { erasedText } from '../../../events/orders/erased-order.ts'
import type { Decision } from '../../../shared/decision.ts'
import { erasedAddress } from '../mails/erase-mail.ts'
import type { Message } from './message.ts'

export const isErasedMessage = ({ from }: Message): boolean => from.address === erasedAddress

/** Erases the sender and the text of a message. That a message came, and when, stays. */
export function eraseMessage(message: Message): Decision<Message> {
  const { messageId: _, inReplyTo: __, token: ___, html: ____, object: _____, ...rest } = message
  return {
    next: {
      ...rest,
      version: message.version + 1,
      from: { address: erasedAddress, name: '' },
      to: [],
      subject: erasedText,
      reply: erasedText,
      text: erasedText,
      references: [],
      attachments: message.attachments.map(({ type, bytes }) => ({ name: '', type, bytes, kept: false })),
    },
    events: [messageErased.happened({})],
  }
}
