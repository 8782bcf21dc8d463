import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { acknowledgeWhenThreadUnderstood } from './acknowledge-when-thread-understood.event.ts'
import { actWhenThreadUnderstood } from './act-when-thread-understood.event.ts'
import { answerWhenPersonalDataAsked } from './answer-when-personal-data-asked.event.ts'
import { forgetMailsWhenOrderErased } from './forget-mails-when-order-erased.event.ts'
import { joinThreadWhenMessageReceived } from './join-thread-when-message-received.event.ts'
import { keepQuestionWhenAsked } from './keep-question-when-asked.event.ts'
import { knowOrderWhenItMoves } from './know-order-when-it-moves.event.ts'
import { learnWhenCategoryCorrected } from './learn-when-category-corrected.event.ts'
import { linkIssueWhenComplaintFiled } from './link-issue-when-complaint-filed.event.ts'
import { mailCustomerWhenOrderAccepted } from './mail-customer-when-order-accepted.event.ts'
import { mailCustomerWhenOrderNeedsCorrection } from './mail-customer-when-order-needs-correction.event.ts'
import { noteAnswerWhenQuestionAnswered } from './note-answer-when-question-answered.event.ts'
import { noteBounceWhenSesSaysSo } from './note-bounce-when-ses-says-so.event.ts'
import { noteComplaintWhenSesSaysSo } from './note-complaint-when-ses-says-so.event.ts'
import { noteDeliveryWhenSesSaysSo } from './note-delivery-when-ses-says-so.event.ts'
import { noteMailSentWhenSesSaysSo } from './note-mail-sent-when-ses-says-so.event.ts'
import { noteSentWhenThreadMailSent } from './note-sent-when-thread-mail-sent.event.ts'
import { sendReplyWhenWritten } from './send-reply-when-written.event.ts'
import { suppressAddressWhenMailFails } from './suppress-address-when-mail-fails.event.ts'
import { takeUpThreadWhenReplyFails } from './take-up-thread-when-reply-fails.event.ts'
import { understandThreadWhenMessageJoins } from './understand-thread-when-message-joins.event.ts'

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
