import { isSigned, type ReceivedWebhook, startWebhookReceiver } from '../support/webhook-receiver.ts'
import { type ChannelFixture, placedFor } from './channels-fixture.ts'

const path = '/channels/subscriptions'

interface Subscribed {
  readonly id: string
  readonly secret: string
}

/** A subscriber on this machine: it refuses the first delivery, gets it again, and knows each by its signature. */
export async function webhooksOut(stage: ChannelFixture): Promise<void> {
  const { report: story, shop } = stage
  const receiver = await startWebhookReceiver()
  try {
    story.step('A storefront subscribes, and refuses the first delivery')
    const made = await shop.post(path, { url: receiver.url, eventTypes: ['order.placed', 'order.passed'] })
    story.expect('POST /channels/subscriptions', [201, 'active'], [made.status, made.body.status])
    const subscribed: Subscribed = made.body
    story.expect('the secret is shown', true, subscribed.secret.startsWith('whsec_'))
    const inside = await shop.post(path, { url: 'https://169.254.169.254/', eventTypes: ['order.placed'] })
    story.expect('a private address is refused', [400, 'url'], [inside.status, inside.body.errors?.[0]?.path])
    receiver.answers.push({ status: 500 })
    const order = placedFor('loja-propria')
    const { body: placed } = await shop.post('/orders', order)
    const mine = () => receiver.received.filter(({ body }) => body.includes(placed.id))
    await story.eventually(
      'refused with 500, taken with the next try, and the other event',
      3,
      async () => mine().length,
    )
    receivedEvents(stage, mine(), subscribed)
    await story.eventually('the log', ['delivered', 'delivered'], () => statuses(stage, subscribed))
    await again(stage, subscribed, mine)
    story.expect('taken away', 200, (await shop.changeAt('DELETE', `${path}/${subscribed.id}`, '')).status)
  } finally {
    await receiver.stop()
  }
}

function receivedEvents(
  { report: story }: ChannelFixture,
  came: readonly ReceivedWebhook[],
  { secret }: Subscribed,
): void {
  const ids = came.map(({ headers }) => headers['webhook-id'])
  story.expect('one id each, the same through its tries', 2, new Set(ids).size)
  const types = came.map(({ body }) => (JSON.parse(body) as { type: string }).type)
  story.expect('what they tell', ['order.passed', 'order.placed'], [...new Set(types)].sort())
  const proven = came.map((one) => isSigned(one, secret))
  story.expect(
    'signatures hold by the standardwebhooks package',
    came.map(() => true),
    proven,
  )
  const [first] = came
  if (first === undefined) return
  story.expect('a changed body does not', false, isSigned({ ...first, body: `${first.body} ` }, secret))
  story.note(`${String(first.headers['webhook-id'])}, ${String(first.headers['webhook-signature'])}`)
}

/** Sends what was delivered once more, one by itself and then all of the time. */
async function again(
  { report: story, shop }: ChannelFixture,
  { id, secret }: Subscribed,
  mine: () => readonly ReceivedWebhook[],
): Promise<void> {
  story.step('Deliveries are sent again, under a second secret too')
  const { items } = (await shop.get(`${path}/${id}/deliveries`)).body
  const tries = items.map(({ tries }: { tries: { status?: number }[] }) => tries.map(({ status }) => status))
  story.expect(
    'the log tells each try',
    [[204], [500, 204]],
    tries.sort((a: [], b: []) => a.length - b.length),
  )
  const changed = await shop.changeAt('POST', `${path}/${id}`, '/secret')
  story.expect('a new secret', 200, changed.status)
  const [one] = items
  const replayed = await shop.post(`${path}/${id}/deliveries/${one.id}/replay`, {}, { 'if-match': '*' })
  story.expect('one again', [200, one.id], [replayed.status, replayed.body.id])
  await story.eventually('it came', 4, async () => mine().length)
  const last = mine().at(-1)
  const proofs = [secret, changed.body.secret as string].map(
    (key) => last !== undefined && isSigned(last, key),
  )
  story.expect('both secrets sign it', [true, true], proofs)
  const time = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() }
  story.expect('all of the hour', 200, (await shop.post(`${path}/${id}/replay`, time)).status)
  await story.eventually('they came', 6, async () => mine().length)
  story.expect(
    'and no event has a new id',
    2,
    new Set(mine().map(({ headers }) => headers['webhook-id'])).size,
  )
}

async function statuses({ shop }: ChannelFixture, { id }: Subscribed): Promise<string[]> {
  const { items } = (await shop.get(`${path}/${id}/deliveries`)).body
  return items.map(({ status }: { status: string }) => status)
}
