import { isAnswer } from '../mails/content/subject.ts'
import type { Message } from './message.ts'

/**
 * What a message says in its sender's own words: the reply, under the subject unless that only answers one of ours or is
 * no more than a channel's name of the listing.
 */
export const messageText = ({
  subject,
  reply,
  channel,
}: Pick<Message, 'subject' | 'reply' | 'channel'>): string =>
  channel !== undefined || isAnswer(subject) ? reply : `${subject}\n${reply}`
