import { type ChannelFixture, startChannelFixture } from './fixtures/channel-fixture.ts'
import type { BusMessage } from './fixtures/messages.ts'
import { type PlatformCall, saleScenarios } from './fixtures/sale-scenarios.ts'
import { draw } from './table/draw.ts'
import { itLogsNoPersonalData } from './table/fault-row.ts'
import { report } from './table/figures.ts'

/** Calls of each seed, 30 % of them repeats; set `CHANNEL_DELIVERIES=10000` for a long run. */
const size = Number(process.env['CHANNEL_DELIVERIES'] ?? 1000)
/** One seed by default, since a thousand calls are enough tries. */
const seeds = Array.from({ length: Number(process.env['FAULT_SEEDS'] ?? 1) }, (_, n) => n + 1)
const duplicateShare = 0.3
const crashRate = 0.08
/** Number of tasks run concurrently. */
const concurrency = 16
const timeoutMs = 60_000 + 60 * size

const orderedStore = 'loja-em-ordem'
const salesCalls = saleScenarios(Math.ceil(size * (1 - duplicateShare)))
const uniqueCalls = salesCalls.flat()

type Task = { readonly call: PlatformCall } | { readonly message: BusMessage }

/** Processes calls and messages in random order, some messages twice, and retries failures later. */
async function processShuffled(fixture: ChannelFixture, store: string, seed: number): Promise<void> {
  const repeats = Array.from(
    { length: size - uniqueCalls.length },
    (_, n) => uniqueCalls[Math.floor(draw(seed, 'again', n) * uniqueCalls.length)],
  )
  const queue: Task[] = [...uniqueCalls, ...repeats].flatMap((call) => (call === undefined ? [] : [{ call }]))
  for (let round = 0; queue.length > 0; round += 1) {
    const now = Array.from({ length: Math.min(concurrency, queue.length) }, (_, n) =>
      queue.splice(Math.floor(draw(seed, round, n) * queue.length), 1),
    ).flat()
    const again = await Promise.all(now.map((one) => run(fixture, store, one)))
    queue.push(...again.flat())
    for (const message of fixture.newMessages()) {
      queue.push({ message })
      if (draw(seed, 'twice', message.event.id) < duplicateShare) queue.push({ message })
    }
  }
}

async function run(fixture: ChannelFixture, store: string, one: Task): Promise<Task[]> {
  if ('message' in one) return (await fixture.handle(one.message)) ? [] : [one]
  await fixture.callUntilAccepted(store, one.call)
  return []
}

/** Processes each call once in the order of its sale, with all its effects before the next call of that sale. */
async function processInOrder(fixture: ChannelFixture, store: string): Promise<void> {
  for (let first = 0; first < salesCalls.length; first += concurrency) {
    const sales = salesCalls.slice(first, first + concurrency)
    const longest = Math.max(...sales.map(({ length }) => length))
    for (let n = 0; n < longest; n += 1) {
      await Promise.all(
        sales.flatMap((sale) => sale[n] ?? []).map((call) => fixture.callUntilAccepted(store, call)),
      )
      for (let messages = fixture.newMessages(); messages.length > 0; messages = fixture.newMessages())
        expect(await Promise.all(messages.map((message) => fixture.handle(message)))).not.toContain(false)
    }
  }
}

/** State of a channel order without its update count and its last update. */
const channelOrder = ({ externalId, platform, order, parts }: Record<string, unknown>) => ({
  externalId,
  platform,
  order,
  parts,
})

/** State of an order without versions and local timestamps. */
function order(state: Record<string, unknown>) {
  const { status, channel, externalId, customer, shippingAddress, lines, totals, reason } = state
  const { carrier, trackingCode, payment, holds, placedAt } = state
  const open = (holds as { code: string; released?: unknown }[]).filter(
    ({ released }) => released === undefined,
  )
  return {
    status,
    channel,
    externalId,
    customer,
    shippingAddress,
    lines,
    totals,
    reason,
    carrier,
    trackingCode,
    payment,
    holds: open.map(({ code }) => code),
    placedAt,
  }
}

async function outcome(fixture: ChannelFixture, store: string) {
  const sorted = <T extends { externalId: unknown; platform?: unknown; channel?: unknown }>(all: T[]): T[] =>
    all.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const keyOf = (one: { externalId: unknown; platform?: unknown; channel?: unknown }): string =>
    JSON.stringify([one.platform ?? one.channel, one.externalId])
  const deliveries = await fixture.states(store, 'DELIVERY')
  const byState = Map.groupBy(deliveries, ({ state }) => String(state))
  return {
    deliveries: Object.fromEntries([...byState].map(([state, all]) => [state, all.length]).toSorted()),
    channelOrders: sorted((await fixture.states(store, 'CHANNEL-ORDER')).map(channelOrder)),
    orders: sorted((await fixture.states(store, 'ORDER')).map(order)),
  }
}

describe(`${size} platform calls in random order, with 30 % repeats and crashing functions`, () => {
  let fixture: ChannelFixture
  let expected: Awaited<ReturnType<typeof outcome>>

  beforeAll(async () => {
    fixture = await startChannelFixture([orderedStore, ...seeds.map((seed) => `loja-${seed}`)])
    await processInOrder(fixture, orderedStore)
    expected = await outcome(fixture, orderedStore)
  }, timeoutMs)
  afterAll(() => fixture.stop())

  it('reach every final status when each call arrives once, in order', () => {
    const statuses = Map.groupBy(expected.orders, ({ status }) => status)
    expect([...statuses.keys()].toSorted()).toEqual(['cancelled', 'delivered', 'dispatched'])
    expect(expected.deliveries).toEqual({
      ignored: expect.any(Number),
      parked: expect.any(Number),
      processed: expect.any(Number),
    })
    expect(Object.values(expected.deliveries).reduce((sum, count) => Number(sum) + Number(count), 0)).toBe(
      uniqueCalls.length,
    )
  })

  it.each(seeds)(
    'reach the same state (seed %i)',
    async (seed) => {
      fixture.breakWrites(seed, crashRate)
      await processShuffled(fixture, `loja-${seed}`, seed)
      expect(fixture.crashes()).toBeGreaterThan(size / 50)
      fixture.breakWrites(seed, 0)
      expect(await outcome(fixture, `loja-${seed}`)).toEqual(expected)
      report({ row: 'replayed-webhook', seeds: seeds.length, tries: size, lost: 0, doubled: 0 })
    },
    timeoutMs,
  )

  itLogsNoPersonalData(() => fixture.logged)
})
