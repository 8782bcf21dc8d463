import { isSigned, type ReceivedWebhook, startWebhookReceiver } from '../support/webhook-receiver.ts'
import { type ChannelFixture, placedFor } from './channels-fixture.ts'

const path = '/channels/subscriptions'

interface Subscribed {
  readonly id: string
  readonly secret: string
}

/** A local subscriber that rejects the first delivery, receives the retry and verifies each signature. */
export async function webhooksOut(fixture: ChannelFixture): Promise<void> {
  const { report, shop } = fixture
  const receiver = await startWebhookReceiver()
  try {
    report.step('Subscribe to webhooks and reject the first delivery')
    const made = await shop.post(path, { url: receiver.url, eventTypes: ['order.placed', 'order.passed'] })
    report.expect('POST /channels/subscriptions', [201, 'active'], [made.status, made.body.status])
    const subscribed: Subscribed = made.body
    report.expect('the answer contains the secret', true, subscribed.secret.startsWith('whsec_'))
    const inside = await shop.post(path, { url: 'https://169.254.169.254/', eventTypes: ['order.placed'] })
    report.expect(
      'a private address is rejected',
      [400, 'url'],
      [inside.status, inside.body.errors?.[0]?.path],
    )
    receiver.answers.push({ status: 500 })
    const order = placedFor('loja-propria')
    const { body: placed } = await shop.post('/orders', order)
    const mine = () => receiver.received.filter(({ body }) => body.includes(placed.id))
    await report.eventually(
      'requests received: one failed with 500, its retry, and the other event',
      3,
      async () => mine().length,
    )
    receivedEvents(fixture, mine(), subscribed)
    await report.eventually('delivery statuses in the log', ['delivered', 'delivered'], () =>
      statuses(fixture, subscribed),
    )
    await again(fixture, subscribed, mine)
    report.expect(
      'delete the subscription',
      200,
      (await shop.changeAt('DELETE', `${path}/${subscribed.id}`, '')).status,
    )
  } finally {
    await receiver.stop()
  }
}

function receivedEvents(
  { report }: ChannelFixture,
  received: readonly ReceivedWebhook[],
  { secret }: Subscribed,
): void {
  const ids = received.map(({ headers }) => headers['webhook-id'])
  report.expect('distinct webhook ids; a retry keeps its id', 2, new Set(ids).size)
  const types = received.map(({ body }) => (JSON.parse(body) as { type: string }).type)
  report.expect('event types', ['order.passed', 'order.placed'], [...new Set(types)].sort())
  const proven = received.map((one) => isSigned(one, secret))
  report.expect(
    'standardwebhooks package accepts the signatures',
    received.map(() => true),
    proven,
  )
  const [first] = received
  if (first === undefined) return
  report.expect(
    'standardwebhooks package accepts a changed body',
    false,
    isSigned({ ...first, body: `${first.body} ` }, secret),
  )
  report.note(`${String(first.headers['webhook-id'])}, ${String(first.headers['webhook-signature'])}`)
}

/** Replays one delivery, then all deliveries of a time range. */
async function again(
  { report, shop }: ChannelFixture,
  { id, secret }: Subscribed,
  mine: () => readonly ReceivedWebhook[],
): Promise<void> {
  report.step('Replay deliveries, signed with both secrets')
  const { items } = (await shop.get(`${path}/${id}/deliveries`)).body
  const tries = items.map(({ tries }: { tries: { status?: number }[] }) => tries.map(({ status }) => status))
  report.expect(
    'statuses of each attempt in the log',
    [[204], [500, 204]],
    tries.sort((a: [], b: []) => a.length - b.length),
  )
  const changed = await shop.changeAt('POST', `${path}/${id}`, '/secret')
  report.expect('rotate the secret', 200, changed.status)
  const [one] = items
  const replayed = await shop.post(`${path}/${id}/deliveries/${one.id}/replay`, {}, { 'if-match': '*' })
  report.expect('replay one delivery', [200, one.id], [replayed.status, replayed.body.id])
  await report.eventually('requests received after the replay', 4, async () => mine().length)
  const last = mine().at(-1)
  const proofs = [secret, changed.body.secret as string].map(
    (key) => last !== undefined && isSigned(last, key),
  )
  report.expect('both secrets verify the replay', [true, true], proofs)
  const time = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() }
  report.expect('replay the last hour', 200, (await shop.post(`${path}/${id}/replay`, time)).status)
  await report.eventually('requests received after replaying the hour', 6, async () => mine().length)
  report.expect(
    'distinct webhook ids after all replays',
    2,
    new Set(mine().map(({ headers }) => headers['webhook-id'])).size,
  )
}

async function statuses({ shop }: ChannelFixture, { id }: Subscribed): Promise<string[]> {
  const { items } = (await shop.get(`${path}/${id}/deliveries`)).body
  return items.map(({ status }: { status: string }) => status)
}
