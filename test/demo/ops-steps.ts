import { randomUUID } from 'node:crypto'
import { issueEventExamples } from '../../events/quality/issue-examples.ts'
import type { SampleOrder } from '../../infra/start/sample-orders.ts'
import { orderIdOf } from '../../shared/order-id.ts'
import { freshOrder } from '../support/suite/suite.ts'
import type { OpsFixture } from './ops-fixture.ts'
import type { Storefront } from './storefront.ts'

export const store = 'loja-azul'

// Far enough that the minutes that are let go by make no order late.
const dueInHours = 20 * 24

/** A right order of somebody who has bought nothing yet; `n` says what is bought. */
export const newOrder = (n?: number): SampleOrder => freshOrder(n, dueInHours)

/** Sends orders that are expected to be taken in; gives their ids. */
export async function place(shop: Storefront, orders: readonly SampleOrder[]): Promise<string[]> {
  const replies = await Promise.all(orders.map((order) => shop.post('/orders', order)))
  return replies.map(({ status, body }) => {
    if (status !== 201) throw new Error(`an order is expected to be taken, received ${JSON.stringify(body)}`)
    return body.id as string
  })
}

/** What orders look like, one by one. */
const each = <T>(shop: Storefront, ids: readonly string[], look: (order: any) => T): Promise<T[]> =>
  Promise.all(ids.map(async (id) => look((await shop.get(`/orders/${id}`)).body)))

export async function cancel(shop: Storefront, ids: readonly string[]): Promise<number[]> {
  const statuses: number[] = []
  for (const id of ids)
    statuses.push((await shop.change('POST', id, '/cancel', { reason: 'fim da demonstração' })).status)
  return statuses
}

/** The alarm of what orders could not deal with, and its neighbours. */
const deadLetters = [
  ...['orders', 'quality', 'email'].map((slice) => `${slice}-dead-letters-waiting`),
  'outbox-failures-waiting',
]

/**
 * Two messages that orders cannot deal with: nonsense, and an event of an order that nobody has taken in. The alarm is
 * raised and told; its runbook is followed: look, mend the cause, discard what is of no use, redrive the rest.
 */
export async function poison(stage: OpsFixture): Promise<void> {
  const { report: story, ops } = stage
  const alarm = 'orders-dead-letters-waiting'
  story.step('A poisoned queue')
  const began = await stage.advance(1)
  story.expect('alarms of dead letters before', [], await stage.raised(...deadLetters))
  const order = newOrder()
  const orderId = orderIdOf(store, order.channel, order.externalId)
  const nonsense = await stage.send('orders-queue-late', 'not even JSON')
  await stage.send('orders-queue-late', JSON.stringify(issueOf(orderId)))
  await stage.withinMinutes(3, 'alarms of dead letters', [alarm], () => stage.raised(...deadLetters))
  story.expect('its notice', 1, (await stage.noticesOf(alarm, began)).length)
  for (const subject of await stage.noticesOf(alarm, began)) story.note(subject)

  story.step('  infra/runbooks/dead-letters-waiting.md: how to look')
  await outputOf(stage, 'dlq list', /^ *2 {2}orders-dead-letters/m)
  const { said } = await outputOf(stage, 'dlq show orders-dead-letters', /2 of 2 shown/)
  const codes = [...said.matchAll(/^ {2}code +(\S+)$/gm)].map(([, code]) => code).sort()
  story.expect('codes of what was wrong', ['invalid-event', 'not-found'], codes)

  story.step('  How to mend it')
  const shop = await stage.shop()
  story.expect('the cause: the order comes in', [orderId], await place(shop, [order]))
  await story.eventually(
    'it passes',
    'passed',
    async () => (await shop.get(`/orders/${orderId}`)).body.quality,
  )
  const buried = idOf(said, 'invalid-event')
  story.note(`the nonsense was ${nonsense} in the queue, and is ${buried} among the dead letters`)
  const asked = await ops('dlq', 'discard', 'orders-dead-letters', '--message', buried)
  story.expect('dlq discard asks first, and nobody is there', 1, asked.code)
  await outputOf(stage, `dlq discard orders-dead-letters --message ${buried} --yes`, /1 of 2 deleted/)
  await outputOf(stage, 'dlq redrive orders-dead-letters --rate 10', /1 of 1 sent to orders-queue/)
  await story.eventually('what was late is done: the order is held', ['cep-uf'], async () => {
    const { body } = await shop.get(`/orders/${orderId}`)
    return body.holds.map(({ code }: { code: string }) => code)
  })

  story.step('  How to know it is over')
  await outputOf(stage, 'dlq list', /^ *0 {2}orders-dead-letters/m)
  await stage.withinMinutes(3, 'alarms of dead letters', [], () => stage.raised(...deadLetters))
  story.expect('notices: ALARM, then OK', ['ALARM', 'OK'], await statesOf(stage, alarm, began))
  story.expect('the order is cancelled', [200], await cancel(shop, [orderId]))
}

/** Quality's word that an order is wrong, as the bus brings it. */
function issueOf(orderId: string): object {
  const [opened] = issueEventExamples
  if (opened === undefined) throw new Error('an example of an opened issue is expected')
  const detail = { ...opened, store, data: { ...opened.data, orderId } }
  return {
    id: randomUUID(),
    source: 'retaguarda.quality',
    'detail-type': opened.type,
    time: opened.occurredAt,
    detail,
  }
}

const idOf = (said: string, code: string): string =>
  new RegExp(`^(\\S+)\\n(?: .*\\n)*? {2}code +${code}$`, 'm').exec(said)?.[1] ?? ''

/** The states that an alarm's notices told since a moment, oldest first. */
const statesOf = async (stage: OpsFixture, alarm: string, since: number): Promise<string[]> =>
  (await stage.noticesOf(alarm, since)).map((subject) => subject.split(':')[0] ?? '')

/** Runs a command, which is expected to end well and to say something. */
async function outputOf(
  { report: story, ops }: OpsFixture,
  line: string,
  expected: RegExp,
): Promise<{ readonly said: string }> {
  const { code, output: said } = await ops(...line.split(' '))
  const found = expected.exec(said)?.[0].trim()
  story.expect(`npm run ops -- ${line}`, [0, true], [code, found !== undefined])
  story.note(found ?? said)
  return { said }
}

const relay = 'outbox-relay'
const pages = 'customers-feel-it'
const relayAlarms = [`${relay}-behind`, `${relay}-stalled`, 'outbox-behind', pages]

/**
 * The relay is killed for some minutes while orders come in: they are answered as ever, and wait in the stream. Its age
 * raises the alarms; once the relay runs again, all of it is told, each once.
 */
export async function killRelay(stage: OpsFixture): Promise<void> {
  const { report: story } = stage
  story.step('The relay is killed while orders come in')
  const began = await stage.advance(1)
  story.expect('alarms before', [], await stage.raised(...relayAlarms))
  story.expect(`concurrency of ${relay} is 0`, 200, await stage.limit(relay, 0))
  const orders = Array.from({ length: 20 }, () => newOrder())
  const ids = await place(await stage.shop(), orders)
  try {
    story.expect('orders taken in all the same', 20, ids.length)
    await stage.withinMinutes(6, 'late by more than a minute', [`${relay}-behind`], () =>
      stage.raised(`${relay}-behind`),
    )
    await stage.withinMinutes(
      9,
      'late by more than five: customers feel it',
      [pages, `${relay}-stalled`],
      () => stage.raised(`${relay}-stalled`, pages),
    )
    const age = await stage.highest(relay, 'IteratorAge', began)
    story.expect('IteratorAge above 5 minutes', true, age > 5 * 60_000)
    story.note(`${Math.round(age / 1000)} seconds`)
    story.expect('pages', ['ALARM'], await statesOf(stage, pages, began))
    const waiting = await each(await stage.shop(), ids, ({ quality }) => quality)
    story.expect('orders passed meanwhile', 0, waiting.filter((quality) => quality === 'passed').length)
  } finally {
    story.step('  infra/runbooks/stream-stalled.md: it is let run again')
    story.expect(`concurrency of ${relay} is as before`, 204, await stage.limit(relay, undefined))
  }
  await expectNothingLost(stage, orders, ids)
  await stage.withinMinutes(20, 'alarms', [], () => stage.raised(...relayAlarms))
  story.expect('pages', ['ALARM', 'OK'], await statesOf(stage, pages, began))
  const statuses = await cancel(await stage.shop(), ids)
  story.expect('the orders are cancelled', 20, statuses.filter((status) => status === 200).length)
}

async function expectNothingLost(
  stage: OpsFixture,
  orders: readonly SampleOrder[],
  ids: readonly string[],
): Promise<void> {
  const { report: story } = stage
  const shop = await stage.shop()
  await story.eventually('orders passed, each by itself', 20, async () => {
    const qualities = await each(shop, ids, ({ quality }) => quality)
    return qualities.filter((quality) => quality === 'passed').length
  })
  const told = async () => {
    const histories = await Promise.all(ids.map((id) => shop.get(`/orders/${id}/history`)))
    const ofType = (type: string) =>
      histories.flatMap(({ body }) => body.items).filter((event: { type: string }) => event.type === type)
    return {
      placed: ofType('order.placed').length,
      cleared: ofType('order.passed').length,
      missing: histories.flatMap(({ body }) => body.missingVersions).length,
    }
  }
  await story.eventually('histories: told once, none missing', { placed: 20, cleared: 20, missing: 0 }, told)
  await story.eventually('issues of them', 0, async () => {
    const found = await Promise.all(ids.map((id) => shop.get(`/quality/issues?orderId=${id}`)))
    return found.flatMap(({ body }) => body.items).length
  })
  const [id] = ids
  story.note(`one of them is ${orders[0]?.externalId}`)
  await outputOf(stage, `order explain ${id} --store ${store} --no-logs`, /order\.cleared/)
  await outputOf(stage, 'dlq list', /^ *0 {2}outbox-failures/m)
}
