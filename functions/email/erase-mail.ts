import { messageErased } from '../../events/email-events.ts'
import { erasedText } from '../../events/erased-order.ts'
import type { Decision } from '../../shared/decision.ts'
import type { Mail, MailDecision } from './mail.ts'
import type { Message } from './message.ts'

/** Stands where an address of somebody's stood; no mail goes there (RFC 2606). */
const erasedAddress = 'apagado@example.invalid'

export const isErasedMail = ({ to }: Mail): boolean => to === erasedAddress
export const isErasedMessage = ({ from }: Message): boolean => from.address === erasedAddress

/** Erases whom a mail of ours went to. It counts as settled, so that a repeat of its occasion does not send it again. */
export const eraseMail = (mail: Mail): MailDecision => ({
  next: {
    ...mail,
    version: mail.version + 1,
    to: erasedAddress,
    status: mail.status === 'sent' ? 'sent' : 'not-needed',
  },
  events: [],
})

/** Erases who wrote a mail, and its words; that one came, and when, stays. */
export function eraseMessage(message: Message): Decision<Message> {
  const { messageId: _, inReplyTo: __, ...rest } = message
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
      attachments: message.attachments.map(({ type, bytes }) => ({ name: '', type, bytes })),
    },
    events: [messageErased.happened({})],
  }
}
