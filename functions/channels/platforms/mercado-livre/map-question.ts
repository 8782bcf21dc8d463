import type { CanonicalQuestion } from '../../../../events/channels/channel-schema.ts'
import type { Mapped } from '../../canonical/canonical.ts'
import { at, listAt, textAt } from '../../canonical/exact-json.ts'
import { cleanText, cleanTextAt, idAt, mapping, questionFact, unmappable } from '../../canonical/mapping.ts'
import { instantAt } from '../../canonical/reading.ts'

const statusOf: Readonly<Record<string, CanonicalQuestion['status']>> = {
  UNANSWERED: 'unanswered',
  ANSWERED: 'answered',
  CLOSED_UNANSWERED: 'closed',
  UNDER_REVIEW: 'under-review',
  BANNED: 'banned',
  DELETED: 'deleted',
  DISABLED: 'deleted',
}

/** Maps `GET /questions/{id}`. A banned question has no text. */
export const mapQuestion = (payload: unknown): Mapped =>
  mapping((report) => {
    const question = at(payload)
    const platformStatus = textAt(question, 'status')
    const status = statusOf[platformStatus ?? '']
    if (status === undefined) report('status', platformStatus)
    const answer = at(question, 'answer')
    const answeredAt = instantAt(answer, report, 'answer.', 'date_created')
    const askedAt = instantAt(question, report, '', 'date_created')
    if (askedAt === undefined) throw unmappable('date_created', ['date_created'])
    return [
      questionFact({
        externalId: idAt(question, 'id'),
        status: status ?? 'unanswered',
        text: cleanTextAt(question, 4000, 'text') ?? '',
        listingId: cleanTextAt(question, 100, 'item_id'),
        askedBy: cleanTextAt(at(question, 'from'), 100, 'id'),
        askedAt,
        updatedAt: instantAt(question, report, '', 'last_updated') ?? answeredAt ?? askedAt,
        answer:
          Object.keys(answer).length === 0
            ? undefined
            : { text: cleanTextAt(answer, 4000, 'text') ?? '', at: answeredAt },
      }),
    ]
  })

/** Maps `GET /messages/{id}` (after the sale): the buyer's messages. Those of the `seller` are left out. */
export const mapMessages = (payload: unknown, seller: string): Mapped =>
  mapping((report) => {
    const body = at(payload)
    const all = 'messages' in body ? listAt(body, 'messages') : [body]
    return all
      .filter((message) => textAt(at(message, 'from'), 'user_id') !== seller)
      .map((message) => {
        const date = at(message, 'message_date')
        const askedAt = instantAt(date, report, 'message_date.', 'received', 'created', 'available')
        if (askedAt === undefined) throw unmappable('message_date.received', ['message_date.received'])
        const resources = listAt(message, 'message_resources')
        const resource = (name: string) =>
          cleanTextAt(
            resources.find((one) => textAt(one, 'name') === name),
            100,
            'id',
          )
        const readAt = instantAt(date, report, 'message_date.', 'read')
        return questionFact({
          externalId: idAt(message, 'id', 'message_id'),
          status: 'unanswered',
          text: cleanText(textAt(message, 'text') ?? textAt(at(message, 'text'), 'plain'), 4000) ?? '',
          orderExternalId: resource('orders'),
          packId: resource('packs'),
          askedBy: cleanTextAt(at(message, 'from'), 100, 'user_id'),
          askedAt,
          updatedAt: readAt ?? askedAt,
        })
      })
  })
