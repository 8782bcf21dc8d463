import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type DynamoDb, startDynamoDb } from '../../../infra/local/storage/dynamodb.ts'
import { onTeardown, SHARED_ON_DEMAND, type SharedResource } from '../suite/shared.ts'

/**
 * Provides one DynamoDB Local and one assembled app to the whole run. Each starts on first use, so a run of unit tests
 * starts neither.
 */
export default async function globalSetup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'retaguarda-assembly-'))
  let database: Promise<DynamoDb> | undefined
  let assembly: Promise<string> | undefined
  const resources: Readonly<Record<SharedResource, () => Promise<string>>> = {
    dynamodb: async () => {
      database ??= startDynamoDb()
      return (await database).endpoint
    },
    assembly: () => {
      assembly ??= assembleOnce(folder)
      return assembly
    },
  }
  const server = createServer((request, response) => {
    const resource = resources[request.url?.slice(1) as SharedResource]
    resource().then(
      (answer) => response.end(answer),
      (error: Error) => response.writeHead(500).end(error.message),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env[SHARED_ON_DEMAND] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTeardown(async () => {
    server.close()
    server.closeAllConnections()
    await (await database)?.stop()
    await assembly?.catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
  })
}

async function assembleOnce(folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'assemble-once.ts'),
    folder,
  ])
  return stdout
}
