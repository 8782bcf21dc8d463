import { derivedId } from './ids.ts'

/** An order's id derives from its channel and its id there: the same sale is the same order, however often it is sent. */
export const orderIdOf = (store: string, channel: string, externalId: string): string =>
  derivedId('ord', store, channel, externalId)
