import { randomUUID } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { withWrongDigit } from '../../infra/local/sample-documents.ts'
import { freshOrder, type Suite } from '../support/suite.ts'

/** What one store has, for the parameters of paths; and words of its own that no other store may come to read. */
export interface Belongings {
  readonly parameters: Readonly<Record<string, string>>
  readonly marks: readonly string[]
}

const store = 'loja-azul'

/** Gives a store one thing of each kind that a path can name. A part is added with the slice whose paths need it. */
export async function giveBelongings(suite: Suite): Promise<Belongings> {
  const order = freshOrder()
  const orders = await orderWithIssue(suite, order)
  const parts = [orders, await defectAndBackTest(suite), await mailOf(suite, order.customer.email ?? '')]
  return {
    parameters: Object.assign({ sku: 'SKU-DA-AZUL', code: 'cpf' }, ...parts),
    marks: [store, order.externalId, order.customer.email ?? '', orders.orderId],
  }
}

const made = async (suite: Suite, method: string, path: string, body: object) => {
  const headers = { 'if-match': '*', 'idempotency-key': randomUUID() }
  const reply = await suite.call(store, method, path, { body, headers })
  if (reply.status > 201)
    throw new Error(`${method} ${path} is expected to be made, received ${reply.status}`)
  return reply.body
}

/** An order whose CPF is wrong, and whose CEP was put right by itself. */
async function orderWithIssue(suite: Suite, order: ReturnType<typeof freshOrder>) {
  const settings = { mode: 'hold', autoCorrect: true }
  await made(suite, 'PUT', '/quality/checks/cep-uf', settings)
  const { customer, shippingAddress } = order
  const { id: orderId } = await suite.place(store, {
    ...order,
    customer: { ...customer, document: withWrongDigit(customer.document ?? '') },
    shippingAddress: { ...shippingAddress, cep: shippingAddress.cep?.replace('-', '') },
  })
  await suite.cloud.idle()
  const issues = await suite.call(store, 'GET', `/quality/issues?orderId=${orderId}`)
  const shown = await suite.call(store, 'GET', `/orders/${orderId}`)
  return {
    orderId: orderId as string,
    issueId: issues.body.items.find(({ check }: { check: string }) => check === 'cpf').id as string,
    correctionId: shown.body.corrections[0].id as string,
  }
}

async function defectAndBackTest(suite: Suite) {
  const defect = { subject: 'sku', value: 'SKU-OF-NO-ORDER', reason: 'it breaks' }
  const period = { from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' }
  const backTest = { settings: {}, ...period }
  const { id: defectId } = await made(suite, 'POST', '/quality/defects', defect)
  const { id: backTestId } = await made(suite, 'POST', '/quality/checks/cep-uf/back-test', backTest)
  await made(suite, 'PUT', '/quality/facts/skus/SKU-DA-AZUL', { price: 100 })
  await suite.cloud.idle()
  return { defectId: defectId as string, backTestId: backTestId as string }
}

async function mailOf(suite: Suite, from: string) {
  const transport = createTransport(suite.cloud.endpoints.smtp)
  await transport.sendMail({ from, to: `${store}@mail.example.com`, subject: 'Oi', text: 'Tudo bem?' })
  transport.close()
  await suite.cloud.idle()
  const { body } = await suite.call(store, 'GET', '/email/messages')
  return { messageId: body.items[0].id as string }
}
