import { DynamoDBClient, paginateScan, type ScanCommandOutput } from '@aws-sdk/client-dynamodb'
import { unpack } from '../../shared/table/packed.ts'

type Item = NonNullable<ScanCommandOutput['Items']>[number]

/** Every item of a table, with what is packed in it opened, as text. */
export async function textsOf(endpoint: string, tableName: string): Promise<ReadonlyMap<string, string>> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  try {
    const texts = new Map<string, string>()
    for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName }))
      for (const item of Items) texts.set(`${item['pk']?.S} ${item['sk']?.S}`, textOf(item))
    return texts
  } finally {
    client.destroy()
  }
}

const textOf = (item: Item): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(item).map(([name, { B, ...value }]) => [name, B === undefined ? value : opened(B)]),
    ),
  )

/** What is packed in bytes; what is sealed stays as it is. */
function opened(bytes: Uint8Array): unknown {
  try {
    return unpack(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

/** The names of those texts in which any of these words stands. */
export const tracesIn = (texts: ReadonlyMap<string, string>, words: readonly string[]): string[] =>
  [...texts].filter(([, text]) => words.some((word) => text.includes(word))).map(([name]) => name)
