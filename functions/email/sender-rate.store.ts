import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Cause } from '../../shared/decision.ts'
import { log, metric } from '../../shared/log.ts'
import { documents, storeKey, table } from '../../shared/table/table.store.ts'
import { findSender, senderId } from './sender.store.ts'
import { commitThread, loadThreads } from './thread.store.ts'
import { coalesceMails, isEnded } from './thread.ts'

/** The mails of one sender to one store in an hour that are read one by one. */
export const mostInAnHour = 60
const keptSeconds = 2 * 3600

/** Counts a mail of a sender in its hour, and returns how many there are too many by now. */
export async function countMail(store: string, address: string, receivedAt: string): Promise<number> {
  const hour = receivedAt.slice(0, 13)
  const { Attributes } = await documents.send(
    new UpdateCommand({
      TableName: table.getName(),
      Key: { pk: storeKey(store, 'SENDER-RATE', `${senderId(address)}-${hour}`), sk: 'SENDER-RATE' },
      UpdateExpression: 'ADD #mails :one SET #ttl = :ttl',
      ExpressionAttributeNames: { '#mails': 'mails', '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':one': 1,
        ':ttl': Math.floor(Date.parse(receivedAt) / 1000) + keptSeconds,
      },
      ReturnValues: 'UPDATED_NEW',
    }),
  )
  return Math.max(0, Number(Attributes?.['mails']) - mostInAnHour)
}

/**
 * Counts mails of a flood at the thread that their sender began last. Ever fewer of them are told of, so that ten
 * thousand take a dozen writes. Errors: `stale-version`, `busy`.
 */
export async function coalesce(
  store: string,
  address: string,
  tooMany: number,
  { cause, now }: { readonly cause: Cause; readonly now: string },
): Promise<void> {
  metric({ slice: 'email' }, { CoalescedMails: 1 })
  if (!isTold(tooMany)) return
  log.warn('one sender writes more mails than are read one by one', { store, mails: tooMany })
  const sender = await findSender(store, address)
  const threads = await loadThreads(store, sender?.threads ?? [])
  const newest = threads.find(({ status }) => !isEnded(status))
  if (newest !== undefined) await commitThread(coalesceMails(newest, tooMany, now), cause, now)
}

/** The first, and then each time that they have doubled. */
const isTold = (tooMany: number): boolean => Number.isInteger(Math.log2(tooMany))
