import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type DynamoDb, startDynamoDb } from '../../infra/local/dynamodb.ts'
import { DYNAMODB_ON_DEMAND, leaveForTeardown } from './shared-dynamodb.ts'

/**
 * Offers one DynamoDB Local to the whole run. It starts when the first suite asks for it, so that a run of
 * pure tests does not pay for it.
 */
export default async function globalSetup(): Promise<void> {
  let starting: Promise<DynamoDb> | undefined
  const server = createServer((_request, response) => {
    starting ??= startDynamoDb()
    starting.then(
      ({ endpoint }) => response.end(endpoint),
      (error: Error) => response.writeHead(500).end(error.message),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env[DYNAMODB_ON_DEMAND] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  leaveForTeardown(async () => {
    server.close()
    server.closeAllConnections()
    await (await starting)?.stop()
  })
}
