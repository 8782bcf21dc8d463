import type { EmailLanguage } from '../../../../events/email/email-categories.ts'
import type { OrderProjection } from '../order-projection.ts'
import type { Facts } from './template-codes.ts'
import { textOf } from './texts.ts'

/** Locales in which dates are written. */
const dateLocales: Readonly<Record<EmailLanguage, string>> = { pt: 'pt-BR', es: 'es', en: 'en-GB' }

/** The order of a thread; without `projection` it has not been dispatched yet. */
export interface ThreadOrder {
  readonly externalId: string
  readonly projection?: OrderProjection | undefined
}

/** The facts of an order for a reply; dates are in the time zone of São Paulo. */
export function orderFacts(order: ThreadOrder | undefined, language: EmailLanguage): Facts {
  if (order === undefined) return {}
  const { externalId, projection } = order
  const day = (instant: string | undefined): string | undefined =>
    instant === undefined
      ? undefined
      : new Intl.DateTimeFormat(dateLocales[language], {
          timeZone: 'America/Sao_Paulo',
          dateStyle: 'short',
        }).format(new Date(instant))
  const facts = {
    order: externalId,
    status: textOf(language, `status.${projection?.status ?? 'placed'}`),
    carrier: projection?.carrier,
    tracking: projection?.trackingCode,
    dispatchedOn: day(projection?.dispatchedAt),
    deliverBy: day(projection?.deliverBy),
    deliveredOn: day(projection?.deliveredAt),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)) as Facts
}
