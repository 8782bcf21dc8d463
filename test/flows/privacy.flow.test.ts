import { createTransport } from 'nodemailer'
import { backUp, expiringCopies, restore, textsOf, tracesIn } from '../support/suite/personal-traces.ts'
import { freshOrder, type Reply, type Suite, startSuite } from '../support/suite/suite.ts'

const store = 'loja-azul'
const day = 24 * 3_600_000

describe('personal data', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  const call = (method: string, path: string, body?: object): Promise<Reply> =>
    suite.call(store, method, path, {
      headers: { 'if-match': '*', 'idempotency-key': `${method}-${path}-${JSON.stringify(body)}` },
      ...(body === undefined ? {} : { body }),
    })
  const ask = async (kind: string, person: object): Promise<string> => {
    const { status, body } = await call('POST', '/privacy/requests', { kind, person })
    expect(status).toBe(201)
    await suite.cloud.idle()
    return body.id
  }
  const request = async (id: string) => (await call('GET', `/privacy/requests/${id}`)).body
  const table = (name: RegExp): string =>
    suite.cloud.resources.find(
      ({ type, logicalId }) => type === 'AWS::DynamoDB::Table' && name.test(logicalId),
    )?.ref ?? ''
  const tracesOf = async (personal: readonly string[]): Promise<string[]> =>
    tracesIn(await textsOf(suite.cloud.endpoints.dynamodb, table(/^Table/)), personal).filter(
      (name) => !expiringCopies.test(name),
    )
  const storedMails = async (): Promise<string> => {
    const bucket = suite.cloud.resources.find(({ type }) => type === 'AWS::S3::Bucket')?.ref
    const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request'
    return (
      await fetch(`${suite.cloud.endpoints.sqs}/${bucket}?list-type=2`, { headers: { authorization } })
    ).text()
  }
  async function write(from: string, text: string): Promise<void> {
    const transport = createTransport(suite.cloud.endpoints.smtp)
    await transport.sendMail({ from, to: `${store}@mail.example.com`, subject: 'Meu pedido', text })
    transport.close()
    await suite.cloud.idle()
  }

  it('is exported from every slice and erased, except records retained with a reason', async () => {
    const fresh = freshOrder()
    const name = 'Quitéria Zanatta'
    const customer = { ...fresh.customer, name }
    const { document = '', email = '' } = customer
    const shippingAddress = { ...fresh.shippingAddress, recipient: name, street: 'Travessa do Ipê-Roxo' }
    const personal = [document, email, name, 'Ipê-Roxo', 'chegou amassado']
    const cancelled = await suite.place(store, { ...fresh, customer, shippingAddress })
    const open = await suite.place(store, { ...freshOrder(), customer })
    const ofAnother = await suite.place(store, freshOrder())
    await suite.cloud.idle()
    await write(email, `O pedido ${fresh.externalId} chegou amassado`)
    await call('POST', `/orders/${cancelled.id}/cancel`, { reason: `a pedido de ${name}` })
    await suite.cloud.idle()
    expect(await storedMails()).toContain('<Key>incoming/')

    const exported = await ask('export', { documents: [document] })
    expect(await request(exported)).toMatchObject({
      status: 'finished',
      found: { order: 2, 'quality-run': 2, message: 1 },
    })
    const { body: data } = await call('GET', `/privacy/requests/${exported}/data`)
    expect(data.complete).toBe(true)
    const orders = data.slices.find(({ slice }: { slice: string }) => slice === 'orders').records
    expect(orders.map(({ id }: { id: string }) => id).sort()).toEqual([cancelled.id, open.id].sort())
    expect(JSON.stringify(data)).toContain('chegou amassado')
    expect(JSON.stringify(data)).not.toContain(ofAnother.id)

    const erasure = await ask('erasure', { documents: [document] })
    expect(await request(erasure)).toMatchObject({
      status: 'waiting',
      erased: { order: 1, 'quality-run': 1, message: 1 },
      kept: [{ kind: 'order', id: open.id, basis: 'contract' }],
    })
    const { body: order } = await call('GET', `/orders/${cancelled.id}`)
    expect(order).toMatchObject({
      status: 'cancelled',
      customer: { name: '(apagado)' },
      totals: fresh.totals,
    })
    expect((await call('GET', `/orders/${open.id}`)).body.customer).toEqual(customer)
    const { body: history } = await call('GET', `/orders/${cancelled.id}/history`)
    expect(history.missingVersions).toEqual([])
    expect(history.items[0]).toMatchObject({ type: 'order.placed', erased: true, data: {}, snapshot: {} })
    expect(history.items.at(-1)).toMatchObject({
      type: 'order.erased',
      snapshot: { customer: { name: '(apagado)' } },
    })
    expect((await tracesOf(personal)).filter((name) => name.includes(cancelled.id))).toEqual([])

    await call('POST', `/orders/${open.id}/cancel`, { reason: 'desistiu' })
    await suite.cloud.idle()
    suite.cloud.clock.advance(day + 3_600_000)
    await suite.cloud.idle()
    expect(await request(erasure)).toMatchObject({ status: 'finished', kept: [], erased: { order: 2 } })
    expect(await tracesOf(personal)).toEqual([])
    expect(await storedMails()).not.toContain('<Key>')
    expect(
      suite.cloud.logs.lines.filter((line) => personal.some((text) => JSON.stringify(line).includes(text))),
    ).toEqual([])
    const { body: another } = await call('GET', `/orders/${ofAnother.id}/history`)
    expect(another.items[0].snapshot.id).toBe(ofAnother.id)
    // Advancing the clock by a day runs several hundred schedules.
  }, 150_000)

  it('stays erased when an event of the order is redelivered', async () => {
    const fresh = freshOrder()
    const { document = '' } = fresh.customer
    const placed = await suite.place(store, fresh)
    await suite.cloud.idle()
    await call('POST', `/orders/${placed.id}/cancel`, { reason: 'desistiu' })
    await suite.cloud.idle()
    await ask('erasure', { documents: [document] })
    await suite.place(store, fresh)
    await suite.cloud.idle()
    expect((await call('GET', `/orders/${placed.id}`)).body.customer).toEqual({ name: '(apagado)' })
    expect(await tracesOf([document])).toEqual([])

    const again = await call('POST', '/privacy/requests', {
      kind: 'erasure',
      person: { documents: [document] },
      note: 'again',
    })
    expect(again.body.erasedBefore).toEqual(expect.any(String))
  })

  it('is erased again after a restore, and restored histories stay sealed', async () => {
    const fresh = freshOrder()
    const { document = '', email = '' } = fresh.customer
    const placed = await suite.place(store, fresh)
    await suite.cloud.idle()
    await call('POST', `/orders/${placed.id}/cancel`, { reason: 'desistiu' })
    await suite.cloud.idle()
    await write(email, 'Que pena')
    const { dynamodb } = suite.cloud.endpoints
    const backup = await backUp(dynamodb, table(/^Table/))
    await ask('erasure', { documents: [document] })
    expect(await tracesOf([document, email])).toEqual([])

    await restore(dynamodb, table(/^Table/), backup)
    expect((await call('GET', `/orders/${placed.id}`)).body.customer).toEqual(fresh.customer)
    const { body: history } = await call('GET', `/orders/${placed.id}/history`)
    expect(
      history.items.map(({ type, erased }: { type: string; erased?: boolean }) => [type, erased]),
    ).toEqual(
      expect.arrayContaining([
        ['order.placed', true],
        ['order.cancelled', true],
      ]),
    )

    const { status, body } = await call('POST', '/privacy/reapplications', {})
    expect(status).toBe(201)
    await suite.cloud.idle()
    expect(body.requestIds).toHaveLength(1)
    expect(await request(body.requestIds[0])).toMatchObject({ kind: 'reapplication', status: 'finished' })
    expect(await tracesOf([document, email])).toEqual([])
  })
})
