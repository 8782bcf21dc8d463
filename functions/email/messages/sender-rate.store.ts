import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity'
import { item } from 'dynamodb-toolbox/schema/item'
import { number } from 'dynamodb-toolbox/schema/number'
import { string } from 'dynamodb-toolbox/schema/string'
import { inTable } from '../../../shared/table/entities.store.ts'
import { itemKey } from '../../../shared/table/keys.ts'
import { documents, table } from '../../../shared/table/table.store.ts'
import { senderId } from './sender.store.ts'

/** How many mails a sender sent to a store in an hour; `ttl` (seconds since 1970) lets the table drop it. */
const SenderRateItem = new Entity({
  ...inTable,
  name: 'sender-rate',
  schema: item({ pk: string().key(), sk: string().key(), mails: number(), ttl: number() }),
})
type Attribute = keyof FormattedItem<typeof SenderRateItem>

const retentionSeconds = 2 * 3600

/**
 * Counts a mail of a sender to a store in the hour of its receipt, and returns the count.
 * The update is built by hand: the toolbox's update command adds 26 KB to a bundle.
 */
export async function countMail(store: string, address: string, receivedAt: string): Promise<number> {
  const hour = receivedAt.slice(0, 13)
  const { Attributes } = await documents.send(
    new UpdateCommand({
      TableName: table.getName(),
      Key: { pk: itemKey('SENDER-RATE', store, `${senderId(address)}-${hour}`), sk: 'SENDER-RATE' },
      UpdateExpression: 'ADD #mails :one SET #ttl = :ttl',
      ExpressionAttributeNames: { '#mails': 'mails', '#ttl': 'ttl' } satisfies Record<string, Attribute>,
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
 * Whether an excess of this size is reported, by saving the mail that reached it: at the first mail, and each time the
 * excess has doubled. Ten thousand mails of a flood become some seventy messages.
 */
export const isReported = (excess: number): boolean => Number.isInteger(Math.log2(excess))
