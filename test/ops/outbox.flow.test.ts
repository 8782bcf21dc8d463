import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { freshOrder } from '../support/suite/suite.ts'
import { type OpsFixture, startOpsFixture } from './ops-fixture.ts'

const store = 'loja-azul'
let stage: OpsFixture

beforeAll(async () => {
  stage = await startOpsFixture()
})
afterAll(() => stage.stop())

const idle = () => stage.suite.cloud.idle()

async function aPassedOrder(): Promise<string> {
  const { id } = await stage.suite.place(store, freshOrder())
  await idle()
  return id
}

const read = async (path: string) => (await stage.suite.call(store, 'GET', path)).body
const drop = (pk: string, sk: string) =>
  stage.client.send(new DeleteItemCommand({ TableName: stage.table, Key: { pk: { S: pk }, sk: { S: sk } } }))

/** Takes away what the newest version of an order told, as if the relay had never got to it. */
async function loseNewestEvents(id: string): Promise<number> {
  const { version } = await read(`/orders/${id}`)
  await drop(`S#${store}#ORDER#${id}`, `EVENT#${String(version).padStart(9, '0')}#000`)
  return version
}

describe('npm run ops -- outbox republish', () => {
  it('republishes an aggregate: missing data is restored, and nothing happens twice', async () => {
    const id = await aPassedOrder()
    const before = await read(`/orders/${id}`)
    await drop(`S#${store}#QUALITY#${id}`, 'QUALITY')
    expect((await stage.suite.call(store, 'GET', `/quality/runs/${id}`)).status).toBe(404)

    const { output, code } = await stage.ops(`outbox republish --aggregate order/${id} --store ${store}`)
    expect(code).toBe(0)
    expect(output).toMatch(/^ +1 {2}order.placed$/m)
    await idle()
    expect((await read(`/quality/runs/${id}`)).outcome).toBe('passed')
    expect(await read(`/orders/${id}`)).toEqual(before)
  })

  it('files events of the newest version that the relay missed', async () => {
    const id = await aPassedOrder()
    const version = await loseNewestEvents(id)
    const told = async () =>
      (await read(`/orders/${id}/history`)).items.map((one: { version: number }) => one.version)
    expect(await told()).not.toContain(version)

    const dry = await stage.ops(`outbox republish --aggregate order/${id} --store ${store} --dry-run`)
    expect(dry.output).toContain(`${version} events would be published`)
    expect(await told()).not.toContain(version)

    await stage.ops(`outbox republish --aggregate order/${id} --store ${store}`)
    expect(await told()).toContain(version)
  })

  it('republishes the events of one store since a time', async () => {
    const id = await aPassedOrder()
    await drop(`S#${store}#QUALITY#${id}`, 'QUALITY')
    const none = await stage.ops('outbox republish --from 2100-01-01T00:00:00Z')
    expect(none.output).toBe('0 events published')
    const other = await stage.ops('outbox republish --from 1h --store loja-verde')
    expect(other.output).toBe('0 events published')
    const { output } = await stage.ops(`outbox republish --from 1h --store ${store} --rate 1000`)
    expect(output).toMatch(/^ +3 {2}order.placed$/m)
    await idle()
    expect((await read(`/quality/runs/${id}`)).outcome).toBe('passed')
  })

  it('relays the records of failure pointers, and skips unreadable ones', async () => {
    const id = await aPassedOrder()
    const version = await loseNewestEvents(id)
    const record = stage.relayed.find(({ dynamodb }) => {
      const { NewImage: image } = dynamodb ?? {}
      return image?.['pk']?.S === `S#${store}#ORDER#${id}` && image['version']?.N === String(version)
    }) as DynamoDBRecord
    stage.suite.cloud.queues.send(
      stage.queueArn('outbox-failures'),
      JSON.stringify({
        eventSourceArn: record.eventSourceARN,
        sequence: record.dynamodb?.SequenceNumber,
        keys: record.dynamodb?.Keys,
      }),
    )
    await stage.client.send(
      new PutItemCommand({
        TableName: stage.table,
        Item: {
          ...{ pk: { S: `S#${store}#ORDER#poison` }, sk: { S: 'ORDER' }, version: { N: '1' } },
          ...{ outbox: { S: 'orders' }, state: { B: new Uint8Array([1, 2, 3]) } },
        },
      }),
    )
    await aPassedOrder()
    expect(stage.waitingIn('outbox-failures')).toBe(2)

    const dry = await stage.ops('outbox republish --failures --dry-run')
    expect(dry.output).toContain('2 pointers: 1 events would be published, 1 skipped')
    const { output, code } = await stage.ops('outbox republish --failures')
    expect(code).toBe(2)
    expect(output).toContain('skipped: it still cannot be read')
    expect(output).toContain('2 pointers: 1 events published, 1 skipped')
    expect(stage.waitingIn('outbox-failures')).toBe(1)
    expect((await read(`/orders/${id}/history`)).missingVersions).toEqual([])
    expect((await read(`/orders/${id}/history`)).items.at(-1).version).toBe(version)
  })

  it('requires one of its options', async () => {
    expect((await stage.ops('outbox republish')).output).toContain(
      'one of --aggregate, --from and --failures',
    )
    expect((await stage.ops('outbox republish --from 1h --failures')).code).toBe(1)
    expect((await stage.ops('outbox republish --from yesterday')).output).toContain('an age such as 90m')
    expect((await stage.ops(`outbox republish --aggregate ord_1 --store ${store}`)).output).toContain(
      'order/ord_',
    )
  })
})
