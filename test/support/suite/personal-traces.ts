import {
  DynamoDBClient,
  PutItemCommand,
  paginateScan,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb'
import { unpack } from '../../../shared/table/packed.ts'

type Item = NonNullable<ScanCommandOutput['Items']>[number]

const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })

/** Every item of a table, as in a backup. */
export async function backUp(endpoint: string, tableName: string): Promise<Item[]> {
  const client = clientOf(endpoint)
  const items: Item[] = []
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName })) items.push(...Items)
  client.destroy()
  return items
}

/** Restores the items of a backup. */
export async function restore(endpoint: string, tableName: string, items: readonly Item[]): Promise<void> {
  const client = clientOf(endpoint)
  for (const Item of items) await client.send(new PutItemCommand({ TableName: tableName, Item }))
  client.destroy()
}

/** Every item of a table as text, with packed values unpacked. */
export async function textsOf(endpoint: string, tableName: string): Promise<ReadonlyMap<string, string>> {
  const items = await backUp(endpoint, tableName)
  return new Map(items.map((item) => [`${item['pk']?.S} ${item['sk']?.S}`, textOf(item)]))
}

const textOf = (item: Item): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(item).map(([name, { B, ...value }]) => [name, B === undefined ? value : unpacked(B)]),
    ),
  )

/** Unpacks bytes; sealed bytes stay as they are. */
function unpacked(bytes: Uint8Array): unknown {
  try {
    return unpack(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

/** Names of the texts that contain any of these strings. */
export const tracesIn = (texts: ReadonlyMap<string, string>, needles: readonly string[]): string[] =>
  [...texts].filter(([, text]) => needles.some((needle) => text.includes(needle))).map(([name]) => name)

/** Copies that expire by TTL: idempotent answers (2 days), personal data reported for an export (7 days). */
export const expiringCopies = /#(?:ANSWER|[A-Z]+-PRIVACY-ANSWER|PRIVACY-EXPORT|WEBHOOK)#/
