import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { itemKey } from '../../../shared/table/keys.ts'
import { documents, table } from '../../../shared/table/table.store.ts'
import { senderId } from './sender.store.ts'

const retentionSeconds = 2 * 3600

/** Counts a mail of a sender to a store in its hour, and returns the how manieth it is. */
export async function countMail(store: string, address: string, receivedAt: string): Promise<number> {
  const hour = receivedAt.slice(0, 13)
  const { Attributes } = await documents.send(
    new UpdateCommand({
      TableName: table.getName(),
      Key: { pk: itemKey('SENDER-RATE', store, `${senderId(address)}-${hour}`), sk: 'SENDER-RATE' },
      UpdateExpression: 'ADD #mails :one SET #ttl = :ttl',
      ExpressionAttributeNames: { '#mails': 'mails', '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':one': 1,
        ':ttl': Math.floor(Date.parse(receivedAt) / 1000) + retentionSeconds,
      },
      ReturnValues: 'UPDATED_NEW',
    }),
  )
  return Number(Attributes?.['mails'])
}

/**
 * Whether so many too many mails are told of by keeping the one that made them so: the first, and then each time that
 * they have doubled. Ten thousand mails are then some seventy.
 */
export const isReported = (tooMany: number): boolean => Number.isInteger(Math.log2(tooMany))
