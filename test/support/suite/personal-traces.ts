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

/** Every item of a table, as a backup holds it. */
export async function backUp(endpoint: string, tableName: string): Promise<Item[]> {
  const client = clientOf(endpoint)
  const items: Item[] = []
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName })) items.push(...Items)
  client.destroy()
  return items
}

/** Puts items of a backup back as they were. */
export async function restore(endpoint: string, tableName: string, items: readonly Item[]): Promise<void> {
  const client = clientOf(endpoint)
  for (const Item of items) await client.send(new PutItemCommand({ TableName: tableName, Item }))
  client.destroy()
}

/** Every item of a table, with what is packed in it opened, as text. */
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

/** What is packed in bytes; what is sealed stays as it is. */
function unpacked(bytes: Uint8Array): unknown {
  try {
    return unpack(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

/** The names of those texts in which any of these words stands. */
export const tracesIn = (texts: ReadonlyMap<string, string>, words: readonly string[]): string[] =>
  [...texts].filter(([, text]) => words.some((word) => text.includes(word))).map(([name]) => name)

/** Copies for one purpose, which the table drops by itself: first answers (2 days), what was told for an export (7). */
export const expiringCopies = /#(?:ANSWER|[A-Z]+-PRIVACY-ANSWER|PRIVACY-EXPORT|WEBHOOK)#/
