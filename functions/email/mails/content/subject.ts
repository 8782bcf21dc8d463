import { headerText } from './mail-content.ts'

const replyMark = /^\s*(?:(?:re|res|resp|enc|fwd?|rv|sv|aw)(?:\[\d+\])?\s*[:：]\s*)+/i

/** A subject without reply marks and in one spelling; mails of one sender about the same topic share it. */
export const subjectKey = (subject: string): string =>
  subject.replace(replyMark, '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** Whether a subject has a reply mark, such as `Re:`. */
export const isAnswer = (subject: string): boolean => replyMark.test(subject)

const maxSubject = 250

/** The subject of a reply; `fallback` when the original has none. */
export function answerSubject(subject: string, fallback: string): string {
  const clean = headerText(subject)
  if (clean === '') return fallback
  const cut = clean.slice(0, maxSubject).toWellFormed().trim()
  return isAnswer(cut) ? cut : `Re: ${cut}`
}
