import { categoryCorrected } from '../../../../events/email/thread-events.ts'
import { reaction } from '../../../../shared/inbox/reaction.ts'
import { commitLearning, findClassifier, findLabelledMail } from '../../classifier/classifier.store.ts'
import { labelMail } from '../../classifier/labelled-mail.ts'
import { markDue } from '../../classifier/serving-model.ts'
import { findMessage } from '../../messages/message.store.ts'
import { messageText } from '../../messages/message-text.ts'

/** Saves a mail with the category that an analyst chose, and schedules the training of the store's model. */
export const learnWhenCategoryCorrected = reaction({
  name: 'learn-when-category-corrected',
  on: [categoryCorrected],
  run: async ({ store, data: { messageId, to }, aggregate, occurredAt }, { cause, now }) => {
    const [message, existing, classifier] = await Promise.all([
      findMessage(store, messageId),
      findLabelledMail(store, messageId),
      findClassifier(store),
    ])
    if (message === undefined) return
    const mail = labelMail(existing, {
      id: messageId,
      store,
      text: messageText(message),
      category: to,
      labelledAt: occurredAt,
      threadVersion: aggregate.version,
    })
    if (mail === undefined) return
    await commitLearning({ mail, classifier: markDue(classifier, store, now) }, cause, now)
  },
})
