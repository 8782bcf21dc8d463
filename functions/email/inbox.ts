import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { answerWhenPersonalDataAsked } from './answer-when-personal-data-asked.event.ts'
import { mailCustomerWhenOrderAccepted } from './mail-customer-when-order-accepted.event.ts'
import { mailCustomerWhenOrderNeedsCorrection } from './mail-customer-when-order-needs-correction.event.ts'
import { noteMailSentWhenSesSaysSo } from './note-mail-sent-when-ses-says-so.event.ts'
import { receiveMailWhenObjectCreated } from './receive-mail-when-object-created.event.ts'

export const reactions = [
  mailCustomerWhenOrderAccepted,
  mailCustomerWhenOrderNeedsCorrection,
  noteMailSentWhenSesSaysSo,
  receiveMailWhenObjectCreated,
  answerWhenPersonalDataAsked,
]

export const handler = inboxHandler('email', reactions)
