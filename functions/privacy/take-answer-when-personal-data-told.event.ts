import {
  channelsPersonalDataTold,
  emailPersonalDataTold,
  ordersPersonalDataTold,
  qualityPersonalDataTold,
} from '../../events/privacy/privacy-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { identityOf, joined } from '../../shared/privacy/identity.ts'
import { keepPart } from './export-part.store.ts'
import { commitRequest, loadRequest } from './request.store.ts'
import { takeAnswer } from './request.ts'
import { hashesOf } from './subject.store.ts'

/** Takes what a slice says to a request: keeps the data for its person, or notes what was erased and what is kept. */
export const takeAnswerWhenPersonalDataTold = reaction({
  name: 'take-answer-when-personal-data-told',
  on: [ordersPersonalDataTold, qualityPersonalDataTold, emailPersonalDataTold, channelsPersonalDataTold],
  run: async ({ store, snapshot: answer }, { cause, now }) => {
    const request = await loadRequest(store, answer.requestId)
    const identity = joined(request.identity ?? identityOf({}), answer.identity)
    const decision = takeAnswer(request, answer, now, await hashesOf(store, identity))
    if (decision.next === request) return
    if (request.kind === 'export') await keepPart(answer, cause, now)
    await commitRequest(decision, cause, now)
  },
})
