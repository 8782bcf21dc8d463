import middy from '@middy/core'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { now } from '../../../shared/clock.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { log } from '../../../shared/log.ts'
import { findConnection, liveConnections } from '../connections/connection.store.ts'
import { amazon } from '../platforms/amazon/receiver.ts'
import { saveDelivery } from './save-delivery.usecase.ts'

/**
 * Receives Amazon's notifications from a queue into which only Amazon may write. Each is stored for the
 * connections of the seller that it names, like a call. One that names no connected seller goes to the
 * dead-letter queue.
 */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }) => {
  const failed = await Promise.all(Records.map(processRecord))
  return { batchItemFailures: failed.filter((one) => one !== undefined) }
})

async function processRecord(record: SQSRecord): Promise<{ itemIdentifier: string } | undefined> {
  const { messageId, body } = record
  try {
    const ids = await liveConnections({ platform: 'amazon', account: expectSeller(body) })
    const connections = (await Promise.all(ids.map(findConnection))).filter((one) => one !== undefined)
    if (connections.length === 0) throw new DomainError('not-found', 'Seller is not connected.')
    const call = { headers: {}, query: {}, url: '', body: Buffer.from(body), requestId: messageId }
    for (const connection of connections) {
      const described = amazon.describe(call, connection)
      await saveDelivery(connection, described, call.body, { requestId: messageId, now: now() })
    }
    return undefined
  } catch (error) {
    log.warn('notification rejected', { platform: 'amazon', messageId, error })
    return { itemIdentifier: messageId }
  }
}

function expectSeller(body: string): string {
  const seller = amazon.accountOf(body)
  if (seller === undefined) throw new DomainError('not-found', 'Notification names no seller.')
  return seller
}
