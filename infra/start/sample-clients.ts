import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { principalPartition } from '../../shared/table/keys.ts'
import type { SampleClient } from './sample-principals.ts'
import type { SuiteCloud } from './suite-cloud.ts'

/** Binds the sample clients and people to their stores, as `npm run bind` does on AWS. */
export async function bindSampleClients({ endpoints, identity, resources }: SuiteCloud): Promise<void> {
  const table = resources.find(({ type }) => type === 'AWS::DynamoDB::Table')
  if (table === undefined) return
  const client = new DynamoDBClient({
    endpoint: endpoints.dynamodb,
    region: 'us-east-1',
    credentials: { accessKeyId: 'cloud', secretAccessKey: 'local' },
  })
  try {
    for (const { id, store } of [...identity.clients, ...identity.people]) {
      const Item = {
        pk: { S: principalPartition(id) },
        sk: { S: 'PRINCIPAL' },
        stores: { L: [{ S: store }] },
      }
      await client.send(new PutItemCommand({ TableName: table.ref, Item }))
      const enrolled = { pk: { S: 'STORES' }, sk: { S: store } }
      await client.send(new PutItemCommand({ TableName: table.ref, Item: enrolled }))
    }
  } finally {
    client.destroy()
  }
}

/**
 * Gets an access token for a client, with all its scopes by default.
 *
 * @throws Error with the answer of the token endpoint
 */
export async function tokenFor(
  tokenUrl: string,
  { id, secret }: Pick<SampleClient, 'id' | 'secret'>,
  scopes: readonly string[] = [],
): Promise<string> {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
  })
  const body = (await response.json()) as { access_token?: string }
  if (body.access_token === undefined) throw new Error(`No token for ${id}: ${JSON.stringify(body)}`)
  return body.access_token
}
