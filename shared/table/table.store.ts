import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { Table } from 'dynamodb-toolbox/table'
import { env } from '../env.ts'

const client = new DynamoDBClient({ maxAttempts: 4 })

export const documents = DynamoDBDocumentClient.from(client, {
  marshallOptions: { removeUndefinedValues: true },
})

/**
 * The table of the suite. Two sparse KEYS_ONLY indexes serve every list: `gsi1` the lists that an item never leaves
 * (by status), `gsi2` the work queues that it leaves (held orders, mails by sender).
 */
export const table = new Table({
  name: () => env('TABLE_NAME'),
  documentClient: documents,
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
  entityAttributeSavedAs: '_et',
  indexes: {
    gsi1: {
      type: 'global',
      partitionKey: { name: 'gsi1pk', type: 'string' },
      sortKey: { name: 'gsi1sk', type: 'string' },
    },
    gsi2: {
      type: 'global',
      partitionKey: { name: 'gsi2pk', type: 'string' },
      sortKey: { name: 'gsi2sk', type: 'string' },
    },
  },
})

/**
 * The table of record keys. Its backups are short: a deleted key cannot be restored, however long backups of the
 * data are stored.
 */
export const keys = new Table({
  name: () => env('KEY_TABLE_NAME'),
  documentClient: documents,
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
  entityAttributeSavedAs: '_et',
})
