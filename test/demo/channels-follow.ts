import { randomUUID } from 'node:crypto'
import { freshSample } from './channel-samples.ts'
import { type ChannelFixture, placedFor } from './channels-fixture.ts'
import { notice } from './platform-calls.ts'

/** Cancellations from where the order was sold: told whole, in part, and through Amazon's queue. */
export async function cancellation(stage: ChannelFixture): Promise<void> {
  const { report: story, shop } = stage
  story.step('A sale is cancelled where it was made')
  const id = '18446744073709551'
  const sample = freshSample('woocommerce/order-of-a-person', [id])
  const externalId = sample.ids[id] ?? ''
  await stage.notify('woocommerce', sample)
  const statusOf = async (channel: string, one: string) => (await stage.orderOf(channel, one)).status
  await story.eventually('woocommerce: sold', 'placed', () => statusOf('woocommerce', externalId))
  const cancelled = sample.body
    .replace('"status":"processing"', '"status":"cancelled"')
    .replace('2026-11-20T12:00:09', '2026-11-21T09:00:00')
  await stage.notify('woocommerce', { ...sample, body: cancelled })
  await story.eventually('woocommerce: cancelled', 'cancelled', () => statusOf('woocommerce', externalId))
  await stage.notify('woocommerce', {
    ...sample,
    body: sample.body.replace('2026-11-20T12:00:09', '2026-11-20T12:30:00'),
  })

  const atShopee = placedFor('shopee')
  await shop.post('/orders', atShopee)
  const now = Math.floor(Date.now() / 1000)
  const data = { ordersn: atShopee.externalId, status: 'CANCELLED', update_time: now, items: [] }
  const push = JSON.stringify({ code: 3, shop_id: 30_011, timestamp: now, data })
  await stage.notify('shopee', { topic: 'code-3', body: push })
  await story.eventually('shopee: cancelled', 'cancelled', () => statusOf('shopee', atShopee.externalId))

  const atAmazon = placedFor('amazon')
  await shop.post('/orders', atAmazon)
  await fromAmazon(stage, atAmazon.externalId)
  await story.eventually('amazon: cancelled', 'cancelled', () => statusOf('amazon', atAmazon.externalId))
  story.expect(
    'woocommerce: an older word did not bring it back',
    'cancelled',
    await statusOf('woocommerce', externalId),
  )
}

/** Puts a notification into the queue, as Amazon's own account does. */
async function fromAmazon(
  { report: story, endpoints, connected }: ChannelFixture,
  orderId: string,
): Promise<void> {
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
  story.expect('amazon puts ORDER_CHANGE into the queue', 200, status)
}

/** A claim becomes an issue of its order; a question a conversation that is answered at its channel. */
export async function claimAndQuestion(stage: ChannelFixture): Promise<void> {
  const { report: story, shop } = stage
  story.step('A claim becomes an issue, a question a conversation')
  const atMercadoLivre = placedFor('mercado-livre', String(Date.now()))
  const { body: order } = await shop.post('/orders', atMercadoLivre)
  const claim = freshSample('mercado-livre/claim-open', ['5399000111'])
  const claimId = claim.ids['5399000111'] ?? ''
  const document = (claim.documents['claim'] ?? '').replace('2000012345678901234', atMercadoLivre.externalId)
  await stage.serve('mercado-livre', `/post-purchase/v1/claims/${claimId}`, document)
  const resource = `/post-purchase/v1/claims/${claimId}`
  await stage.notify('mercado-livre', { topic: 'post_purchase', body: notice('post_purchase', resource) })
  const issues = async () => {
    const { items } = (await shop.get(`/quality/issues?orderId=${order.id}`)).body
    return items.filter(({ origin }: { origin: string }) => origin === 'claim')
  }
  await story.eventually(
    'its order has an issue: origin, category, department',
    [['claim', 'not-received', 'stock-logistics']],
    async () =>
      (await issues()).map((issue: { origin: string; category: string; department: string }) => [
        issue.origin,
        issue.category,
        issue.department,
      ]),
  )
  const [{ summary = '', description = '' } = {}] = await issues()
  story.note(`${summary}; ${description}`)

  const question = freshSample('mercado-livre/question-asked', ['13200000001'])
  const questionId = question.ids['13200000001'] ?? ''
  await stage.serve('mercado-livre', `/questions/${questionId}`, question.documents['question'] ?? '')
  await stage.notify('mercado-livre', {
    topic: 'questions',
    body: notice('questions', `/questions/${questionId}`),
  })
  const askedIn = async () => {
    const messages = (await shop.get('/email/messages?limit=100')).body.items
    const asked = messages.find((item: object) => JSON.stringify(item).includes(questionId))
    const { items } = (await shop.get('/email/threads?limit=100')).body
    return items.find(({ messages: [first] }: { messages: { id: string }[] }) => first?.id === asked?.id)
  }
  await story.eventually(
    'a question is a conversation: channel, category, status',
    ['mercado-livre', 'question', 'open'],
    async () => {
      const thread = await askedIn()
      return [thread?.channel, thread?.category?.name, thread?.status]
    },
  )
  const { id } = await askedIn()
  const answer = await shop.post(`/email/threads/${id}/replies`, { text: 'Serve, sim.' })
  story.expect('it is not answered by mail', [409, 'illegal-transition'], [answer.status, answer.body.code])
}

/** What nobody can read is parked with the reason, and tried again when somebody says so. */
export async function parkedDelivery(stage: ChannelFixture): Promise<void> {
  const { report: story, shop } = stage
  story.step('What cannot be read is parked, and nothing is lost')
  const id = randomUUID().slice(0, 8)
  await stage.notify('shopify', { topic: 'orders/teleported', body: `{"id":"${id}"}` })
  await stage.notify('shopify', { topic: 'orders/paid', body: `{"id":"${id}-2", "line_items": [` })
  const waiting = async () => {
    const { items } = (await shop.get('/channels/deliveries?state=parked&limit=100')).body
    return items as { id: string; version: number; resource: string; reason: { code: string } }[]
  }
  await story.eventually(
    'a topic that nobody knows, and no JSON',
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
  story.expect('tried again: received', [200, 'received'], [again.status, again.body.state])
  await story.eventually('and parked again, since nobody knows it still', ['parked', 1], async () => {
    const { state, retries } = (await shop.get(path)).body
    return [state, retries]
  })
}
