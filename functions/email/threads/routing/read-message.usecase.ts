import { modelsOf } from '../../classifier/classifier.store.ts'
import { type Understanding, understandMail } from '../../classifier/understand-mail.ts'
import { findOrderProjection } from '../../mails/order-projection.store.ts'
import type { Message } from '../../messages/message.ts'
import { messageText } from '../../messages/message-text.ts'
import { loadEmailSettings } from '../../settings/email-settings.store.ts'
import type { EmailSettings } from '../../settings/email-settings.ts'
import { asListingQuestion } from './understand-thread.ts'

/** The classification of a message, and the settings that decide which confidence is enough. */
export interface MessageReading {
  readonly understanding: Understanding
  readonly settings: EmailSettings
}

/** Classifies a message with the store's model; `orderId` is its confirmed order. */
export async function readMessage(message: Message, orderId: string | undefined): Promise<MessageReading> {
  const { store } = message
  const [settings, models, orderStatus] = await Promise.all([
    loadEmailSettings(store),
    modelsOf(store),
    orderId === undefined ? undefined : orderStatusOf(store, orderId),
  ])
  const mail = { text: messageText(message), orderStatus, usualLanguage: settings.language }
  const read = understandMail(mail, models.categories, models.languages)
  return { understanding: asListingQuestion(read, message), settings }
}

/** Orders without a projection were not dispatched yet: see `updateOrderProjectionWhenOrderMoves`. */
const orderStatusOf = async (store: string, orderId: string) =>
  (await findOrderProjection(store, orderId))?.status ?? 'placed'
