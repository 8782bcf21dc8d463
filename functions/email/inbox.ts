import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { actWhenThreadUnderstood } from './act-when-thread-understood.event.ts'
import { joinThreadWhenMessageReceived } from './join-thread-when-message-received.event.ts'
import { knowOrderWhenItMoves } from './know-order-when-it-moves.event.ts'
import { linkIssueWhenComplaintFiled } from './link-issue-when-complaint-filed.event.ts'
import { mailCustomerWhenOrderAccepted } from './mail-customer-when-order-accepted.event.ts'
import { mailCustomerWhenOrderNeedsCorrection } from './mail-customer-when-order-needs-correction.event.ts'
import { noteMailSentWhenSesSaysSo } from './note-mail-sent-when-ses-says-so.event.ts'

export const reactions = [
  mailCustomerWhenOrderAccepted,
  mailCustomerWhenOrderNeedsCorrection,
  noteMailSentWhenSesSaysSo,
  joinThreadWhenMessageReceived,
  actWhenThreadUnderstood,
  knowOrderWhenItMoves,
  linkIssueWhenComplaintFiled,
]

export const handler = inboxHandler('email', reactions)
