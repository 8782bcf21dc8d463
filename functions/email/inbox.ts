import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { eraseMailsWhenOrderErased } from './mails/erase-mails-when-order-erased.event.ts'
import { mailCustomerWhenOrderAccepted } from './mails/mail-customer-when-order-accepted.event.ts'
import { mailCustomerWhenOrderNeedsCorrection } from './mails/mail-customer-when-order-needs-correction.event.ts'
import { recordBounceOnSesEvent } from './mails/record-bounce-on-ses-event.event.ts'
import { recordComplaintOnSesEvent } from './mails/record-complaint-on-ses-event.event.ts'
import { recordDeliveryOnSesEvent } from './mails/record-delivery-on-ses-event.event.ts'
import { recordMailSentOnSesEvent } from './mails/record-mail-sent-on-ses-event.event.ts'
import { updateOrderProjectionWhenOrderMoves } from './mails/update-order-projection-when-order-moves.event.ts'
import { saveQuestionWhenAsked } from './messages/save-question-when-asked.event.ts'
import { reportPersonalDataWhenRequested } from './privacy/report-personal-data-when-requested.event.ts'
import { acknowledgeWhenThreadUnderstood } from './replies/acknowledge-when-thread-understood.event.ts'
import { recordAnswerWhenQuestionAnswered } from './replies/record-answer-when-question-answered.event.ts'
import { recordReplyWhenThreadMailSent } from './replies/record-reply-when-thread-mail-sent.event.ts'
import { reopenThreadWhenReplyFails } from './replies/reopen-thread-when-reply-fails.event.ts'
import { sendReplyWhenWritten } from './replies/send-reply-when-written.event.ts'
import { suppressAddressWhenMailFails } from './suppressions/suppress-address-when-mail-fails.event.ts'
import { joinThreadWhenMessageReceived } from './threads/joining/join-thread-when-message-received.event.ts'
import { actWhenThreadUnderstood } from './threads/routing/act-when-thread-understood.event.ts'
import { learnWhenCategoryCorrected } from './threads/routing/learn-when-category-corrected.event.ts'
import { linkIssueWhenComplaintFiled } from './threads/routing/link-issue-when-complaint-filed.event.ts'
import { understandThreadWhenMessageJoins } from './threads/routing/understand-thread-when-message-joins.event.ts'

export const reactions = [
  mailCustomerWhenOrderAccepted,
  mailCustomerWhenOrderNeedsCorrection,
  recordMailSentOnSesEvent,
  saveQuestionWhenAsked,
  recordAnswerWhenQuestionAnswered,
  joinThreadWhenMessageReceived,
  understandThreadWhenMessageJoins,
  learnWhenCategoryCorrected,
  actWhenThreadUnderstood,
  updateOrderProjectionWhenOrderMoves,
  eraseMailsWhenOrderErased,
  linkIssueWhenComplaintFiled,
  acknowledgeWhenThreadUnderstood,
  recordBounceOnSesEvent,
  recordComplaintOnSesEvent,
  recordDeliveryOnSesEvent,
  recordReplyWhenThreadMailSent,
  sendReplyWhenWritten,
  suppressAddressWhenMailFails,
  reopenThreadWhenReplyFails,
  reportPersonalDataWhenRequested,
]

export const handler = inboxHandler('email', reactions)
