import { isAnswer } from '../mails/content/subject.ts'
import type { Message } from './message.ts'

/**
 * The text of a message in its sender's own words: subject and reply. The subject is left out when it only answers a
 * mail of ours, or is the channel's listing name.
 */
export const messageText = ({
  subject,
  reply,
  channel,
}: Pick<Message, 'subject' | 'reply' | 'channel'>): string =>
  channel !== undefined || isAnswer(subject) ? reply : `${subject}\n${reply}`
