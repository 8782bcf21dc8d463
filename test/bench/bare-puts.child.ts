/** Puts items like those of the order scenario into a table, in a child process; see throughput.ts. */
import { randomUUID } from 'node:crypto'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'

/** Request of the parent. */
export interface PutItems {
  readonly endpoint: string
  readonly table: string
  readonly puts: number
  readonly inFlight: number
}

/** Answer of the child. */
export interface ItemsPut {
  readonly seconds: number
}

/** As large as a three-line order; as in the scenario, each put is conditional and every fifth item has an index entry. */
const state = new Uint8Array(700).fill(7)
const listed = { gsi1pk: { S: 'BARE' }, gsi1sk: { S: 'bare' } }

async function run({ endpoint, table, puts, inFlight }: PutItems): Promise<ItemsPut> {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials })
  let begun = 0
  const oneAfterAnother = async () => {
    while (begun < puts) {
      begun += 1
      const Item = {
        pk: { S: `BARE#${randomUUID()}` },
        sk: { S: 'BARE' },
        state: { B: state },
        ...(begun % 5 === 0 ? listed : {}),
      }
      const ConditionExpression = 'attribute_not_exists(pk)'
      await client.send(new PutItemCommand({ TableName: table, Item, ConditionExpression }))
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: inFlight }, oneAfterAnother))
  return { seconds: (performance.now() - started) / 1000 }
}

process.on('message', (order: PutItems) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      throw error
    },
  )
})
