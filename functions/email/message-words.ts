import type { Message } from './message.ts'
import { isAnswer } from './thread-references.ts'

/** What a message says in its sender's own words: the reply, under the subject unless that only answers one of ours. */
export const wordsOf = ({ subject, reply }: Pick<Message, 'subject' | 'reply'>): string =>
  isAnswer(subject) ? reply : `${subject}\n${reply}`
