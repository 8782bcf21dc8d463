import { randomUUID } from 'node:crypto'
import { issueEventExamples } from '../../events/quality/issue-examples.ts'
import type { SampleOrder } from '../../infra/start/sample-orders.ts'
import { orderIdOf } from '../../shared/order-id.ts'
import { freshOrder } from '../support/suite/suite.ts'
import type { OpsFixture } from './ops-fixture.ts'
import type { Storefront } from './storefront.ts'

export const store = 'loja-azul'

// Late enough that the minutes the demo lets pass make no order late.
const dueInHours = 20 * 24

/** A valid order of a new customer; `n` selects the items. */
export const newOrder = (n?: number): SampleOrder => freshOrder(n, dueInHours)

/** Places orders and returns their ids. Error: an order was rejected. */
export async function place(shop: Storefront, orders: readonly SampleOrder[]): Promise<string[]> {
  const replies = await Promise.all(orders.map((order) => shop.post('/orders', order)))
  return replies.map(({ status, body }) => {
    if (status !== 201) throw new Error(`Order was rejected: ${JSON.stringify(body)}`)
    return body.id as string
  })
}

/** Reads each order and maps it. */
const each = <T>(shop: Storefront, ids: readonly string[], look: (order: any) => T): Promise<T[]> =>
  Promise.all(ids.map(async (id) => look((await shop.get(`/orders/${id}`)).body)))

export async function cancel(shop: Storefront, ids: readonly string[]): Promise<number[]> {
  const statuses: number[] = []
  for (const id of ids)
    statuses.push((await shop.change('POST', id, '/cancel', { reason: 'fim da demonstração' })).status)
  return statuses
}

/** The dead-letter alarms of the slices and of the outbox. */
const deadLetters = [
  ...['orders', 'quality', 'email'].map((slice) => `${slice}-dead-letters-waiting`),
  'outbox-failures-waiting',
]

/**
 * Sends two poison messages to orders: invalid JSON, and an event of a missing order. The alarm is raised and notified;
 * the steps follow its runbook: inspect, fix the cause, discard the invalid message, redrive the other.
 */
export async function poison(fixture: OpsFixture): Promise<void> {
  const { report, ops } = fixture
  const alarm = 'orders-dead-letters-waiting'
  report.step('Recover a queue with poison messages')
  const began = await fixture.advance(1)
  report.expect('dead-letter alarms before', [], await fixture.raised(...deadLetters))
  const order = newOrder()
  const orderId = orderIdOf(store, order.channel, order.externalId)
  const invalidId = await fixture.send('orders-queue-late', 'not even JSON')
  await fixture.send('orders-queue-late', JSON.stringify(issueOf(orderId)))
  await fixture.withinMinutes(3, 'dead-letter alarms raised', [alarm], () => fixture.raised(...deadLetters))
  report.expect('notices of the alarm', 1, (await fixture.noticesOf(alarm, began)).length)
  for (const subject of await fixture.noticesOf(alarm, began)) report.note(subject)

  report.step('  docs/operate/runbooks/queues/dead-letters-waiting.md: inspect')
  await outputOf(fixture, 'dlq list', /^ *2 {2}orders-dead-letters/m)
  const { output } = await outputOf(fixture, 'dlq show orders-dead-letters', /2 of 2 shown/)
  const codes = [...output.matchAll(/^ {2}code +(\S+)$/gm)].map(([, code]) => code).sort()
  report.expect('error codes', ['invalid-event', 'not-found'], codes)

  report.step('  Fix')
  const shop = await fixture.shop()
  report.expect('place the missing order', [orderId], await place(shop, [order]))
  await report.eventually(
    'order quality',
    'passed',
    async () => (await shop.get(`/orders/${orderId}`)).body.quality,
  )
  const deadLetterId = idOf(output, 'invalid-event')
  report.note(
    `the invalid message was ${invalidId} in the queue and is ${deadLetterId} in the dead-letter queue`,
  )
  const discarded = await ops('dlq', 'discard', 'orders-dead-letters', '--message', deadLetterId)
  report.expect('dlq discard without --yes outside a terminal', 1, discarded.code)
  await outputOf(fixture, `dlq discard orders-dead-letters --message ${deadLetterId} --yes`, /1 of 2 deleted/)
  await outputOf(fixture, 'dlq redrive orders-dead-letters --rate 10', /1 of 1 sent to orders-queue/)
  await report.eventually('holds after the redrive', ['cep-uf'], async () => {
    const { body } = await shop.get(`/orders/${orderId}`)
    return body.holds.map(({ code }: { code: string }) => code)
  })

  report.step('  Verify')
  await outputOf(fixture, 'dlq list', /^ *0 {2}orders-dead-letters/m)
  await fixture.withinMinutes(3, 'dead-letter alarms raised', [], () => fixture.raised(...deadLetters))
  report.expect('notices', ['ALARM', 'OK'], await statesOf(fixture, alarm, began))
  report.expect('cancel the order', [200], await cancel(shop, [orderId]))
}

/** A quality.issue-opened event as the bus delivers it. */
function issueOf(orderId: string): object {
  const [opened] = issueEventExamples
  if (opened === undefined) throw new Error('Example of quality.issue-opened is missing.')
  const detail = { ...opened, store, data: { ...opened.data, orderId } }
  return {
    id: randomUUID(),
    source: 'retaguarda.quality',
    'detail-type': opened.type,
    time: opened.occurredAt,
    detail,
  }
}

const idOf = (output: string, code: string): string =>
  new RegExp(`^(\\S+)\\n(?: .*\\n)*? {2}code +${code}$`, 'm').exec(output)?.[1] ?? ''

/** Alarm states in the notices since a time, oldest first. */
const statesOf = async (fixture: OpsFixture, alarm: string, since: number): Promise<string[]> =>
  (await fixture.noticesOf(alarm, since)).map((subject) => subject.split(':')[0] ?? '')

/** Runs an ops command and expects exit code 0 and a matching output. */
async function outputOf(
  { report, ops }: OpsFixture,
  line: string,
  expected: RegExp,
): Promise<{ readonly output: string }> {
  const { code, output } = await ops(...line.split(' '))
  const found = expected.exec(output)?.[0].trim()
  report.expect(`npm run ops -- ${line}`, [0, true], [code, found !== undefined])
  report.note(found ?? output)
  return { output }
}

const relay = 'outbox-relay'
const pages = 'customers-feel-it'
const relayAlarms = [`${relay}-behind`, `${relay}-stalled`, 'outbox-behind', pages]

/**
 * Stops the relay for some minutes while orders are placed: the API accepts them, and their events wait in the stream.
 * The iterator age raises the alarms; when the relay runs again, each event is published once.
 */
export async function killRelay(fixture: OpsFixture): Promise<void> {
  const { report } = fixture
  report.step('Stop the relay while orders are placed')
  const began = await fixture.advance(1)
  report.expect('relay alarms before', [], await fixture.raised(...relayAlarms))
  report.expect(`set the concurrency of ${relay} to 0`, 200, await fixture.limit(relay, 0))
  const orders = Array.from({ length: 20 }, () => newOrder())
  const ids = await place(await fixture.shop(), orders)
  try {
    report.expect('orders accepted', 20, ids.length)
    await fixture.withinMinutes(6, 'alarms after more than one minute of delay', [`${relay}-behind`], () =>
      fixture.raised(`${relay}-behind`),
    )
    await fixture.withinMinutes(
      9,
      'alarms after more than five minutes of delay',
      [pages, `${relay}-stalled`],
      () => fixture.raised(`${relay}-stalled`, pages),
    )
    const age = await fixture.highest(relay, 'IteratorAge', began)
    report.expect('IteratorAge above 5 minutes', true, age > 5 * 60_000)
    report.note(`${Math.round(age / 1000)} seconds`)
    report.expect('page notices', ['ALARM'], await statesOf(fixture, pages, began))
    const waiting = await each(await fixture.shop(), ids, ({ quality }) => quality)
    report.expect(
      'orders passed while the relay is stopped',
      0,
      waiting.filter((quality) => quality === 'passed').length,
    )
  } finally {
    report.step('  docs/operate/runbooks/functions/stream-stalled.md: start the relay again')
    report.expect(`restore the concurrency of ${relay}`, 204, await fixture.limit(relay, undefined))
  }
  await expectNothingLost(fixture, orders, ids)
  await fixture.withinMinutes(20, 'relay alarms', [], () => fixture.raised(...relayAlarms))
  report.expect('page notices', ['ALARM', 'OK'], await statesOf(fixture, pages, began))
  const statuses = await cancel(await fixture.shop(), ids)
  report.expect('orders cancelled', 20, statuses.filter((status) => status === 200).length)
}

async function expectNothingLost(
  fixture: OpsFixture,
  orders: readonly SampleOrder[],
  ids: readonly string[],
): Promise<void> {
  const { report } = fixture
  const shop = await fixture.shop()
  await report.eventually('orders passed', 20, async () => {
    const qualities = await each(shop, ids, ({ quality }) => quality)
    return qualities.filter((quality) => quality === 'passed').length
  })
  const published = async () => {
    const histories = await Promise.all(ids.map((id) => shop.get(`/orders/${id}/history`)))
    const ofType = (type: string) =>
      histories.flatMap(({ body }) => body.items).filter((event: { type: string }) => event.type === type)
    return {
      placed: ofType('order.placed').length,
      passed: ofType('order.passed').length,
      missing: histories.flatMap(({ body }) => body.missingVersions).length,
    }
  }
  await report.eventually('events in the histories', { placed: 20, passed: 20, missing: 0 }, published)
  await report.eventually('issues of the orders', 0, async () => {
    const found = await Promise.all(ids.map((id) => shop.get(`/quality/issues?orderId=${id}`)))
    return found.flatMap(({ body }) => body.items).length
  })
  const [id] = ids
  report.note(`first order: ${orders[0]?.externalId}`)
  await outputOf(fixture, `order explain ${id} --store ${store} --no-logs`, /order\.passed/)
  await outputOf(fixture, 'dlq list', /^ *0 {2}outbox-failures/m)
}
