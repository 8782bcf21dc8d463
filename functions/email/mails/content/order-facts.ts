import type { EmailLanguage } from '../../../../events/email/email-categories.ts'
import type { OrderProjection } from '../order-projection.ts'
import { dateLocales, type Facts } from './template.ts'
import { textsByLanguage } from './texts.ts'

/** What is known of the order that is written about; without `known` it has not left yet. */
export interface ThreadOrder {
  readonly externalId: string
  readonly projection?: OrderProjection | undefined
}

/** The facts of an order as they stand in an answer; dates are those of São Paulo. */
export function orderFacts(order: ThreadOrder | undefined, language: EmailLanguage): Facts {
  if (order === undefined) return {}
  const { externalId, projection: known } = order
  const day = (instant: string | undefined): string | undefined =>
    instant === undefined
      ? undefined
      : new Intl.DateTimeFormat(dateLocales[language], {
          timeZone: 'America/Sao_Paulo',
          dateStyle: 'short',
        }).format(new Date(instant))
  const facts = {
    order: externalId,
    status: textsByLanguage[language][`status.${known?.status ?? 'placed'}`],
    carrier: known?.carrier,
    tracking: known?.trackingCode,
    dispatchedOn: day(known?.dispatchedAt),
    deliverBy: day(known?.deliverBy),
    deliveredOn: day(known?.deliveredAt),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)) as Facts
}
