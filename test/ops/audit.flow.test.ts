import { DeleteItemCommand, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { sampleDefects } from '../../infra/start/sample-orders.ts'
import { freshOrder } from '../support/suite/suite.ts'
import { type OpsFixture, startOpsFixture } from './ops-fixture.ts'

const store = 'loja-azul'
let stage: OpsFixture
let passed: string
let held: string

beforeAll(async () => {
  stage = await startOpsFixture()
  passed = (await stage.suite.place(store, freshOrder())).id
  held = (await stage.suite.place(store, sampleDefects['cpf']?.(freshOrder()) ?? freshOrder())).id
  await confirmDefect()
  await stage.suite.cloud.idle()
})
afterAll(() => stage.stop())

async function confirmDefect(): Promise<void> {
  await stage.suite.cloud.idle()
  const { body } = await stage.suite.call(store, 'GET', `/orders/${passed}`)
  const { status } = await stage.suite.call(store, 'POST', '/quality/defects', {
    body: { subject: 'sku', value: body.lines[0].sku, reason: 'it breaks' },
    headers: { 'idempotency-key': 'a-defect-of-the-audit' },
  })
  expect(status).toBe(201)
}

const audit = () => stage.ops('reconcile audit --settle 0.01')
const keyOf = (kind: string, id: string) => ({ pk: { S: `S#${store}#${kind}#${id}` }, sk: { S: kind } })
const itemOf = async (kind: string, id: string) =>
  (await stage.client.send(new GetItemCommand({ TableName: stage.table, Key: keyOf(kind, id) }))).Item

describe('npm run ops -- reconcile audit and projections rebuild', () => {
  it('reports no differences on consistent data', async () => {
    expect(await audit()).toEqual({
      code: 0,
      output: expect.stringMatching(/^\d\d aggregates checked, 0 differences$/),
    })
  })

  it('finds an item with wrong index entries, and rebuilds them', async () => {
    const right = await itemOf('ORDER', held)
    await stage.client.send(
      new UpdateItemCommand({
        TableName: stage.table,
        Key: keyOf('ORDER', held),
        UpdateExpression: 'SET gsi1pk = :wrong REMOVE gsi2pk, gsi2sk',
        ExpressionAttributeValues: { ':wrong': { S: 'nowhere' } },
      }),
    )
    const { output, code } = await audit()
    expect(code).toBe(2)
    expect(output).toContain(`index     ${store} order/${held}`)
    expect(output).toContain('npm run ops -- projections rebuild indexes')

    expect((await stage.ops('projections rebuild indexes --dry-run')).output).toContain(
      '1 items would be updated',
    )
    expect((await stage.ops('projections rebuild indexes')).output).toMatch(
      /^ +1 {2}ORDER$\n1 items updated/m,
    )
    await stage.suite.cloud.idle()
    expect(await itemOf('ORDER', held)).toEqual(right)
    expect((await audit()).code).toBe(0)
  })

  it('finds data that a slice has lost, and rebuilds it from events', async () => {
    await stage.client.send(
      new DeleteItemCommand({ TableName: stage.table, Key: keyOf('DEFECT-SWEEP', await defectId()) }),
    )
    const { output } = await audit()
    expect(output).toContain('quality has version 0 of it')

    const dry = await stage.ops('projections rebuild quality --from 1h --dry-run')
    expect(dry.output).toMatch(/events would be sent to quality-queue$/)
    expect((await stage.ops('projections rebuild quality --from 1h --rate 1000')).code).toBe(0)
    await stage.suite.cloud.idle()
    expect((await audit()).output).toContain('0 differences')
  })

  it('finds a version without filed events, and names the command that republishes it', async () => {
    const { version } = (await stage.suite.call(store, 'GET', `/orders/${passed}`)).body
    await stage.client.send(
      new DeleteItemCommand({
        TableName: stage.table,
        Key: {
          pk: { S: `S#${store}#ORDER#${passed}` },
          sk: { S: `EVENT#${String(version).padStart(9, '0')}#000` },
        },
      }),
    )
    const { output } = await audit()
    expect(output).toContain(`no events of version ${version} of ${version}`)
    const [, command = ''] = /npm run ops -- (.+)$/m.exec(output) ?? []
    expect((await stage.ops(command)).code).toBe(0)
    await stage.suite.cloud.idle()
    expect((await audit()).code).toBe(0)
  })

  it('accepts only indexes and slices', async () => {
    expect((await stage.ops('projections rebuild everything')).output).toContain(
      'Pass indexes or one of orders',
    )
    expect((await stage.ops('projections rebuild orders')).output).toContain('Missing option: --from')
  })
})

async function defectId(): Promise<string> {
  return (await stage.suite.call(store, 'GET', '/quality/defects')).body.items[0].id
}
