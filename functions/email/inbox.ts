import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { forgetMailsWhenOrderErased } from './mails/forget-mails-when-order-erased.event.ts'
import { knowOrderWhenItMoves } from './mails/know-order-when-it-moves.event.ts'
import { mailCustomerWhenOrderAccepted } from './mails/mail-customer-when-order-accepted.event.ts'
import { mailCustomerWhenOrderNeedsCorrection } from './mails/mail-customer-when-order-needs-correction.event.ts'
import { noteBounceWhenSesSaysSo } from './mails/note-bounce-when-ses-says-so.event.ts'
import { noteComplaintWhenSesSaysSo } from './mails/note-complaint-when-ses-says-so.event.ts'
import { noteDeliveryWhenSesSaysSo } from './mails/note-delivery-when-ses-says-so.event.ts'
import { noteMailSentWhenSesSaysSo } from './mails/note-mail-sent-when-ses-says-so.event.ts'
import { keepQuestionWhenAsked } from './messages/keep-question-when-asked.event.ts'
import { answerWhenPersonalDataAsked } from './privacy/answer-when-personal-data-asked.event.ts'
import { acknowledgeWhenThreadUnderstood } from './replies/acknowledge-when-thread-understood.event.ts'
import { noteAnswerWhenQuestionAnswered } from './replies/note-answer-when-question-answered.event.ts'
import { noteSentWhenThreadMailSent } from './replies/note-sent-when-thread-mail-sent.event.ts'
import { sendReplyWhenWritten } from './replies/send-reply-when-written.event.ts'
import { takeUpThreadWhenReplyFails } from './replies/take-up-thread-when-reply-fails.event.ts'
import { suppressAddressWhenMailFails } from './suppressions/suppress-address-when-mail-fails.event.ts'
import { joinThreadWhenMessageReceived } from './threads/joining/join-thread-when-message-received.event.ts'
import { actWhenThreadUnderstood } from './threads/routing/act-when-thread-understood.event.ts'
import { learnWhenCategoryCorrected } from './threads/routing/learn-when-category-corrected.event.ts'
import { linkIssueWhenComplaintFiled } from './threads/routing/link-issue-when-complaint-filed.event.ts'
import { understandThreadWhenMessageJoins } from './threads/routing/understand-thread-when-message-joins.event.ts'

export const reactions = [
  mailCustomerWhenOrderAccepted,
  mailCustomerWhenOrderNeedsCorrection,
  noteMailSentWhenSesSaysSo,
  keepQuestionWhenAsked,
  noteAnswerWhenQuestionAnswered,
  joinThreadWhenMessageReceived,
  understandThreadWhenMessageJoins,
  learnWhenCategoryCorrected,
  actWhenThreadUnderstood,
  knowOrderWhenItMoves,
  forgetMailsWhenOrderErased,
  linkIssueWhenComplaintFiled,
  acknowledgeWhenThreadUnderstood,
  noteBounceWhenSesSaysSo,
  noteComplaintWhenSesSaysSo,
  noteDeliveryWhenSesSaysSo,
  noteSentWhenThreadMailSent,
  sendReplyWhenWritten,
  suppressAddressWhenMailFails,
  takeUpThreadWhenReplyFails,
  answerWhenPersonalDataAsked,
]

export const handler = inboxHandler('email', reactions)
