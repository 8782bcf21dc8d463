import { randomUUID } from 'node:crypto'
import { freshSample } from './channel-samples.ts'
import { type ChannelFixture, placedFor } from './channels-fixture.ts'
import { notice } from './platform-calls.ts'

/** Cancels orders at their channel: by a full order, by a status update, and through the queue of Amazon. */
export async function cancellation(fixture: ChannelFixture): Promise<void> {
  const { report, shop } = fixture
  report.step('Cancel an order at its channel')
  const id = '18446744073709551'
  const sample = freshSample('woocommerce/order-of-a-person', [id])
  const externalId = sample.ids[id] ?? ''
  await fixture.notify('woocommerce', sample)
  const statusOf = async (channel: string, one: string) => (await fixture.orderOf(channel, one)).status
  await report.eventually('woocommerce: order status after the sale', 'placed', () =>
    statusOf('woocommerce', externalId),
  )
  const cancelled = sample.body
    .replace('"status":"processing"', '"status":"cancelled"')
    .replace('2026-11-20T12:00:09', '2026-11-21T09:00:00')
  await fixture.notify('woocommerce', { ...sample, body: cancelled })
  await report.eventually('woocommerce: order status after the cancellation', 'cancelled', () =>
    statusOf('woocommerce', externalId),
  )
  await fixture.notify('woocommerce', {
    ...sample,
    body: sample.body.replace('2026-11-20T12:00:09', '2026-11-20T12:30:00'),
  })

  const atShopee = placedFor('shopee')
  await shop.post('/orders', atShopee)
  const now = Math.floor(Date.now() / 1000)
  const data = { ordersn: atShopee.externalId, status: 'CANCELLED', update_time: now, items: [] }
  const push = JSON.stringify({ code: 3, shop_id: 30_011, timestamp: now, data })
  await fixture.notify('shopee', { topic: 'code-3', body: push })
  await report.eventually('shopee: order status after the cancellation', 'cancelled', () =>
    statusOf('shopee', atShopee.externalId),
  )

  const atAmazon = placedFor('amazon')
  await shop.post('/orders', atAmazon)
  await fromAmazon(fixture, atAmazon.externalId)
  await report.eventually('amazon: order status after the cancellation', 'cancelled', () =>
    statusOf('amazon', atAmazon.externalId),
  )
  report.expect(
    'woocommerce: order status after an older update',
    'cancelled',
    await statusOf('woocommerce', externalId),
  )
}

/** Sends a notification to the queue, as the Amazon account does. */
async function fromAmazon({ report, endpoints, connected }: ChannelFixture, orderId: string): Promise<void> {
  const at = new Date().toISOString()
  const notification = {
    NotificationVersion: '1.0',
    NotificationType: 'ORDER_CHANGE',
    PayloadVersion: '1.0',
    EventTime: at,
    Payload: {
      OrderChangeNotification: {
        NotificationLevel: 'OrderLevel',
        SellerId: connected.get('amazon')?.account,
        AmazonOrderId: orderId,
        OrderChangeType: 'OrderStatusChange',
        OrderChangeTrigger: { TimeOfOrderChange: at, ChangeReason: 'Buyer Requested' },
        Summary: { OrderStatus: 'Canceled', OrderItems: [] },
      },
    },
    NotificationMetadata: { NotificationId: randomUUID(), PublishTime: at },
  }
  const { status } = await fetch(endpoints.sqs, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
    body: JSON.stringify({
      QueueUrl: `${endpoints.sqs}/000000000000/receivers-amazon-queue`,
      MessageBody: JSON.stringify(notification),
    }),
  })
  report.expect('amazon sends ORDER_CHANGE to the queue', 200, status)
}

/** A claim opens an issue on its order; a question opens a thread that is answered at the channel. */
export async function claimAndQuestion(fixture: ChannelFixture): Promise<void> {
  const { report, shop } = fixture
  report.step('Turn a claim into an issue and a question into a thread')
  const atMercadoLivre = placedFor('mercado-livre', String(Date.now()))
  const { body: order } = await shop.post('/orders', atMercadoLivre)
  const claim = freshSample('mercado-livre/claim-open', ['5399000111'])
  const claimId = claim.ids['5399000111'] ?? ''
  const document = (claim.documents['claim'] ?? '').replace('2000012345678901234', atMercadoLivre.externalId)
  await fixture.serve('mercado-livre', `/post-purchase/v1/claims/${claimId}`, document)
  const resource = `/post-purchase/v1/claims/${claimId}`
  await fixture.notify('mercado-livre', { topic: 'post_purchase', body: notice('post_purchase', resource) })
  const issues = async () => {
    const { items } = (await shop.get(`/quality/issues?orderId=${order.id}`)).body
    return items.filter(({ origin }: { origin: string }) => origin === 'claim')
  }
  await report.eventually(
    'issue of the claim: origin, category, department',
    [['claim', 'not-received', 'stock-logistics']],
    async () =>
      (await issues()).map((issue: { origin: string; category: string; department: string }) => [
        issue.origin,
        issue.category,
        issue.department,
      ]),
  )
  const [{ summary = '', description = '' } = {}] = await issues()
  report.note(`${summary}; ${description}`)

  const question = freshSample('mercado-livre/question-asked', ['13200000001'])
  const questionId = question.ids['13200000001'] ?? ''
  await fixture.serve('mercado-livre', `/questions/${questionId}`, question.documents['question'] ?? '')
  await fixture.notify('mercado-livre', {
    topic: 'questions',
    body: notice('questions', `/questions/${questionId}`),
  })
  const askedIn = async () => {
    const messages = (await shop.get('/email/messages?limit=100')).body.items
    const asked = messages.find((item: object) => JSON.stringify(item).includes(questionId))
    const { items } = (await shop.get('/email/threads?limit=100')).body
    return items.find(({ messages: [first] }: { messages: { id: string }[] }) => first?.id === asked?.id)
  }
  await report.eventually(
    'thread of the question: channel, category, status',
    ['mercado-livre', 'question', 'open'],
    async () => {
      const thread = await askedIn()
      return [thread?.channel, thread?.category?.name, thread?.status]
    },
  )
  const { id } = await askedIn()
  const answer = await shop.post(`/email/threads/${id}/replies`, { text: 'Serve, sim.' })
  report.expect('reply by e-mail is rejected', [409, 'illegal-transition'], [answer.status, answer.body.code])
}

/** Parks deliveries that cannot be mapped, with the reason, and retries one on request. */
export async function parkedDelivery(fixture: ChannelFixture): Promise<void> {
  const { report, shop } = fixture
  report.step('Park deliveries that cannot be mapped')
  const id = randomUUID().slice(0, 8)
  await fixture.notify('shopify', { topic: 'orders/teleported', body: `{"id":"${id}"}` })
  await fixture.notify('shopify', { topic: 'orders/paid', body: `{"id":"${id}-2", "line_items": [` })
  const waiting = async () => {
    const { items } = (await shop.get('/channels/deliveries?state=parked&limit=100')).body
    return items as { id: string; version: number; resource: string; reason: { code: string } }[]
  }
  await report.eventually(
    'reasons of the parked deliveries',
    ['malformed-json', 'unknown-topic'],
    async () => {
      const shopify = (await waiting()).filter(
        ({ resource, reason }) => resource.includes(id) || reason.code === 'malformed-json',
      )
      return [...new Set(shopify.map(({ reason }) => reason.code))].sort()
    },
  )
  const strange = (await waiting()).find(({ resource }) => resource.includes(id))
  const path = `/channels/deliveries/${strange?.id}`
  const again = await shop.changeAt('POST', path, '/retry', {})
  report.expect('retry the delivery', [200, 'received'], [again.status, again.body.state])
  await report.eventually('delivery is parked again: state, retries', ['parked', 1], async () => {
    const { state, retries } = (await shop.get(path)).body
    return [state, retries]
  })
}
