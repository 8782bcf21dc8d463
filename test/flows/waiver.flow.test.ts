import { withWrongDigit } from '../../infra/start/sample-documents.ts'
import { freshOrder, type Suite, startSuite } from '../support/suite/suite.ts'

const store = 'loja-azul'
const approver = 'loja-azul-aprova'
const hour = 3_600_000

describe('a waiver of one check of one order', () => {
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  const time = (hours: number) => new Date(suite.cloud.clock.now() + hours * hour).toISOString()
  const show = async (id: string) => (await suite.call(store, 'GET', `/orders/${id}`)).body
  const statusOf = async (id: string) => {
    const { quality, blockers } = await show(id)
    return [quality, blockers.filter((blocker: string) => blocker !== 'not-paid')]
  }
  const issuesOf = async (id: string) =>
    (await suite.call(store, 'GET', `/quality/issues?orderId=${id}`)).body.items

  /** Places an order held for its CPF; returns the ids of order and issue. */
  async function heldOrder() {
    const order = freshOrder()
    const document = withWrongDigit(order.customer.document ?? '')
    const { id } = await suite.place(store, { ...order, customer: { ...order.customer, document } })
    await suite.cloud.idle()
    expect(await statusOf(id)).toEqual(['held', ['not-passed', 'hold:cpf']])
    const [issue] = await issuesOf(id)
    expect(issue).toMatchObject({ check: 'cpf', status: 'open', openedBy: store })
    return { id: id as string, issueId: issue.id as string, order, document }
  }

  const waive = async (client: string, issueId: string, hours = 2) => {
    const body = { reason: 'documento estrangeiro, conferido por telefone', expiresAt: time(hours) }
    const reply = await suite.call(client, 'POST', `/quality/issues/${issueId}/waiver`, {
      body,
      headers: { 'if-match': '*' },
    })
    await suite.cloud.idle()
    return reply
  }
  const correct = async (id: string, body: object) => {
    const reply = await suite.call(store, 'PATCH', `/orders/${id}`, { body, headers: { 'if-match': '*' } })
    expect(reply.status).toBe(200)
    await suite.cloud.idle()
  }

  it('is rejected for the client that placed the order and passes the order when another client grants it', async () => {
    const { id, issueId } = await heldOrder()
    const rejected = await waive(store, issueId)
    expect([rejected.status, rejected.body.code]).toEqual([403, 'forbidden'])
    expect(await statusOf(id)).toEqual(['held', ['not-passed', 'hold:cpf']])

    const waived = await waive(approver, issueId)
    expect([waived.status, waived.body.status, waived.body.waiver.by]).toEqual([201, 'resolved', approver])
    expect(await statusOf(id)).toEqual(['passed', []])
    const { body: run } = await suite.call(store, 'GET', `/quality/runs/${id}`)
    expect(run.results.find(({ check }: { check: string }) => check === 'cpf').outcome).toBe('waived')

    for (const [action, body] of Object.entries({ pay: {}, pack: {}, dispatch: { carrier: 'Correios' } })) {
      const reply = await suite.call(store, 'POST', `/orders/${id}/${action}`, {
        body,
        headers: { 'if-match': '*' },
      })
      expect([action, reply.status]).toEqual([action, 200])
    }
    await suite.cloud.idle()
    const [left] = await issuesOf(id)
    expect([left.status, left.waiver.ended.why]).toEqual(['resolved', 'order-left'])
  })

  it('covers its check only and ends when the checked data changes', async () => {
    const { id, issueId, order, document } = await heldOrder()
    await waive(approver, issueId)
    await correct(id, { shippingAddress: { complement: 'fundos' } })
    expect(await statusOf(id)).toEqual(['passed', []])

    await correct(id, { shippingAddress: { cep: '69900-000' } })
    expect(await statusOf(id)).toEqual(['held', ['not-passed', 'hold:cep-uf']])
    await correct(id, { shippingAddress: { cep: order.shippingAddress.cep } })
    expect(await statusOf(id)).toEqual(['passed', []])

    await correct(id, { customer: { document: withWrongDigit(document) } })
    expect(await statusOf(id)).toEqual(['held', ['not-passed', 'hold:cpf']])
    const [issue] = (await issuesOf(id)).filter(({ check }: { check: string }) => check === 'cpf')
    expect([issue.status, issue.waiver.ended.why]).toEqual(['reopened', 'order-changed'])
  })

  it('blocks dispatch once it expires and ends with the next run of its schedule', async () => {
    const { id, issueId } = await heldOrder()
    await waive(approver, issueId, 1)
    for (const action of ['pay', 'pack'])
      await suite.call(store, 'POST', `/orders/${id}/${action}`, { body: {}, headers: { 'if-match': '*' } })
    await suite.cloud.idle()
    suite.cloud.clock.advance(hour + 1000)
    const late = await suite.call(store, 'POST', `/orders/${id}/dispatch`, {
      body: {},
      headers: { 'if-match': '*' },
    })
    expect([late.status, late.body.blockers]).toEqual([409, ['hold:cpf']])

    suite.cloud.schedules.fireNow('holds-rule')
    await suite.cloud.idle()
    expect(await statusOf(id)).toEqual(['held', ['hold:cpf']])
    const [issue] = await issuesOf(id)
    expect([issue.status, issue.waiver.ended.why]).toEqual(['reopened', 'expired'])
    const { body: history } = await suite.call(store, 'GET', `/quality/issues/${issueId}/history`)
    expect(history.items.map(({ type }: { type: string }) => type)).toEqual([
      'quality.issue-opened',
      'quality.issue-waived',
      'quality.waiver-ended',
      'quality.issue-reopened',
    ])
    expect(history.items[1].actor).toEqual({ type: 'client', id: approver })
  })
})
