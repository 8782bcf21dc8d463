import { headerText } from './mail-content.ts'

const answerMark = /^\s*(?:(?:re|res|resp|enc|fwd?|rv|sv|aw)(?:\[\d+\])?\s*[:：]\s*)+/i

/** A subject without the marks of answers, in one spelling; two mails of one sender about the same share it. */
export const subjectKey = (subject: string): string =>
  subject.replace(answerMark, '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** True for a subject that says of itself that it answers one. */
export const isAnswer = (subject: string): boolean => answerMark.test(subject)

const maxSubject = 250

/** The subject of an answer to a subject; `fallback` where it has none. */
export function answerSubject(subject: string, fallback: string): string {
  const clean = headerText(subject)
  if (clean === '') return fallback
  const cut = clean.slice(0, maxSubject).toWellFormed().trim()
  return isAnswer(cut) ? cut : `Re: ${cut}`
}
