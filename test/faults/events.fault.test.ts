import type { ChannelOrderSnapshot } from '../../events/channels/channel-events.ts'
import * as ordersApi from '../../functions/orders/api.ts'
import { handler as ordersInbox } from '../../functions/orders/inbox.ts'
import type { OrderView } from '../../functions/orders/order/order-requests.ts'
import { handler as relayHandler } from '../../functions/outbox/relay-events.stream.ts'
import * as qualityApi from '../../functions/quality/api.ts'
import { handler as qualityInbox } from '../../functions/quality/inbox.ts'
import { orderIdOf } from '../../shared/order-id.ts'
import { channelUpdate, example } from '../orders/channel/channel-updates.ts'
import { busOf, recordOf, relay } from '../outbox/stream.ts'
import { callerOf, storeA } from '../support/http.ts'
import { busMessage, deliver } from '../support/inbox.ts'
import { later } from '../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../support/suite/suite-fixture.ts'
import type { Image } from './fixtures/messages.ts'
import {
  type DeliveryOrder,
  deliverAll,
  type OrderPipeline,
  openOrderPipeline,
  partitionsOf,
} from './fixtures/order-pipeline.ts'
import { draw, integerBetween, oneOf, shuffled } from './table/draw.ts'
import { faultRow } from './table/fault-row.ts'

let fixture: SuiteFixture
let pipeline: OrderPipeline
beforeAll(async () => {
  fixture = await startSuiteFixture()
  fixture.services.on('SendMessage', () => ({ MessageId: 'dead' }))
  busOf(fixture.services)
  pipeline = openOrderPipeline()
})
afterAll(async () => {
  pipeline.stop()
  await fixture.stop()
})

const orders = callerOf(ordersApi)
const quality = callerOf(qualityApi)
const issuesOf = async (orderId: string) =>
  (await quality<{ items: { status: string }[] }>('GET', '/quality/issues', { query: { orderId } })).body
    .items
const inOrder = (seed: number): DeliveryOrder => ({ seed, times: () => 1, shuffle: false })
const difference = (found: number, expected: number, tries: number) => ({
  tries,
  lost: Math.max(0, expected - found),
  doubled: Math.max(0, found - expected),
})

faultRow('duplicate-event', { title: 'an order checked, cleared or held', cost: 'slow' }, async (seed) => {
  const invalid = seed % 2 === 0
  const { id } = await pipeline.place(pipeline.order(invalid))
  const { delivered } = await deliverAll(pipeline, {
    seed,
    times: ({ event }) => integerBetween(1, 4, seed, event.id),
    shuffle: false,
  })
  const order = await pipeline.show(id)
  expect([order.quality, order.holds.length]).toEqual(invalid ? ['held', 1] : ['passed', 0])
  return difference(order.version + (await issuesOf(id)).length, invalid ? 3 : 2, delivered)
})

faultRow('out-of-order', { title: 'an order placed, corrected and checked', cost: 'slow' }, async (seed) => {
  const sample = pipeline.order(true)
  const { id } = await pipeline.place(sample)
  // Results for the first content may arrive after the correction.
  await pipeline.correct(id, sample)
  const { delivered } = await deliverAll(pipeline, {
    seed,
    times: ({ event }) => integerBetween(1, 2, seed, event.id),
    shuffle: true,
  })
  const { quality: end, holds, contentVersion } = await pipeline.show(id)
  expect(contentVersion).toBe(2)
  expect(holds.filter(({ released }) => released === undefined)).toEqual([])
  return difference(end === 'passed' ? 1 : 0, 1, delivered)
})

faultRow('out-of-order', { title: 'revisions of a channel order' }, async (seed) => {
  const externalId = `R-${seed}`
  const revisions = Array.from({ length: integerBetween(2, 6, seed) }, (_, n) => {
    const shippingAddress = { ...example.order!.shippingAddress, number: String(n + 1) }
    const order = { ...example.order!, externalId, shippingAddress } as ChannelOrderSnapshot['order'] & object
    const parts = { address: { value: shippingAddress, updatedAt: later(n) } }
    return channelUpdate(
      externalId,
      n + 1,
      n === 0 ? { order } : ({ order, parts } as Partial<ChannelOrderSnapshot>),
    )
  })
  const some = revisions.filter((_, n) => draw(seed, 'again', n) < 0.5)
  const messages = shuffled([...revisions, ...some], seed)
  for (const message of messages) expect(await deliver(ordersInbox, [message])).toEqual([])
  const { body } = await orders<OrderView & { channelSeen: { revision: number } }>(
    'GET',
    `/orders/${orderIdOf(storeA.store, example.channel, externalId)}`,
  )
  pipeline.take()
  expect([body.channelSeen.revision, body.shippingAddress.number]).toEqual([
    revisions.length,
    String(revisions.length),
  ])
  return difference(body.version <= revisions.length ? 0 : 1, 0, messages.length)
})

/** Converts an image from the wire format to the table format: base64 to bytes. */
const stored = (image: Image) =>
  Object.fromEntries(
    Object.entries(image).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: Buffer.from(value.B, 'base64') },
    ]),
  ) as Parameters<typeof recordOf>[0]

faultRow(
  'archive-replayed',
  { title: 'every event of an order delivered again', cost: 'slow' },
  async (seed) => {
    const sample = pipeline.order(seed % 2 === 0)
    const { id } = await pipeline.place(sample)
    const { images } = await deliverAll(pipeline, inOrder(seed))
    if (seed % 2 === 0) {
      await pipeline.correct(id, sample)
      images.push(...(await deliverAll(pipeline, inOrder(seed))).images)
    }
    const records = images.map((image) => recordOf(stored(image)))
    expect(await relay(relayHandler, records)).toEqual([])
    const state = () => Promise.all(partitionsOf(images).map((pk) => fixture.table.partition(pk)))
    const before = await state()
    const filed = before.flat().filter(({ sk }) => sk?.S?.startsWith('EVENT#'))
    expect(filed.length).toBeGreaterThanOrEqual(records.length)
    const messages = pipeline.messagesOf(images)
    await pipeline.handle(seed % 3 === 0 ? shuffled(messages, seed) : messages)
    expect(await relay(relayHandler, records)).toEqual([])
    const followed = pipeline.take()
    const after = await state()
    expect(after).toEqual(before)
    return difference(followed.length, 0, messages.length + records.length)
  },
)

const poisons: readonly ((body: string, seed: number) => string)[] = [
  () => '',
  () => '[]',
  () => 'not even JSON',
  (body, seed) => body.slice(0, integerBetween(1, body.length - 1, seed, 'cut')),
  (body) => JSON.stringify({ ...(JSON.parse(body) as object), detail: { nothing: 'of what is expected' } }),
  (body) => body.replace('"aggregate"', '"aggregato"'),
  (body) => JSON.stringify({ ...(JSON.parse(body) as object), detail: null }),
]

faultRow('poison-message', { title: 'a batch of quality-inbox', cost: 'slow' }, async (seed) => {
  const placed = await Promise.all(
    Array.from({ length: integerBetween(2, 6, seed) }, () => pipeline.place(pipeline.order(false))),
  )
  const mates = pipeline
    .messagesOf(pipeline.take())
    .filter(({ inbox }) => inbox === qualityInbox)
    .map(({ event, slice }) => busMessage(event, slice))
  const poison = Array.from({ length: integerBetween(1, 3, seed, 'poison') }, (_, n) =>
    oneOf(poisons, seed, n)(mates[0] ?? '', seed),
  )
  const deadBefore = fixture.services.inputs('SendMessage').length
  expect(await deliver(qualityInbox, shuffled([...mates, ...poison], seed))).toEqual([])
  await deliverAll(pipeline, inOrder(seed))
  const ends = await Promise.all(placed.map(({ id }) => pipeline.show(id)))
  const evaluated = ends.filter((order) => order.quality === 'passed').length
  const dead = fixture.services.inputs('SendMessage').length - deadBefore
  expect(dead).toBe(poison.length)
  return difference(evaluated, placed.length, mates.length + poison.length)
})
