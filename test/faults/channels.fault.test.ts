import { type ChannelFixture, startChannelFixture } from './fixtures/channel-fixture.ts'
import type { BusMessage } from './fixtures/messages.ts'
import { type PlatformCall, saleScenarios } from './fixtures/sale-scenarios.ts'
import { draw } from './table/draw.ts'
import { itLogsNoPersonalData } from './table/fault-row.ts'
import { report } from './table/figures.ts'

/** Calls of each seed, of which three in ten are repeats; `CHANNEL_DELIVERIES=10000` for a long look. */
const size = Number(process.env['CHANNEL_DELIVERIES'] ?? 1000)
/** A thousand calls are many tries already: one seed of them, unless more are asked for. */
const seeds = Array.from({ length: Number(process.env['FAULT_SEEDS'] ?? 1) }, (_, n) => n + 1)
const duplicateShare = 0.3
const crashRate = 0.08
/** So much happens side by side. */
const concurrency = 16
const timeoutMs = 60_000 + 60 * size

const orderedStore = 'loja-em-ordem'
const salesCalls = saleScenarios(Math.ceil(size * (1 - duplicateShare)))
const uniqueCalls = salesCalls.flat()

type Task = { readonly call: PlatformCall } | { readonly message: BusMessage }

/** Calls and messages in any order, each message perhaps twice, what fails again later. */
async function processShuffled(stage: ChannelFixture, store: string, seed: number): Promise<void> {
  const repeats = Array.from(
    { length: size - uniqueCalls.length },
    (_, n) => uniqueCalls[Math.floor(draw(seed, 'again', n) * uniqueCalls.length)],
  )
  const todo: Task[] = [...uniqueCalls, ...repeats].flatMap((call) => (call === undefined ? [] : [{ call }]))
  for (let round = 0; todo.length > 0; round += 1) {
    const now = Array.from({ length: Math.min(concurrency, todo.length) }, (_, n) =>
      todo.splice(Math.floor(draw(seed, round, n) * todo.length), 1),
    ).flat()
    const again = await Promise.all(now.map((one) => run(stage, store, one)))
    todo.push(...again.flat())
    for (const message of stage.newMessages()) {
      todo.push({ message })
      if (draw(seed, 'twice', message.event.id) < duplicateShare) todo.push({ message })
    }
  }
}

async function run(stage: ChannelFixture, store: string, one: Task): Promise<Task[]> {
  if ('message' in one) return (await stage.handle(one.message)) ? [] : [one]
  await stage.callUntilAccepted(store, one.call)
  return []
}

/** Each call once, as it happened to its sale, and all that follows from it before the next of that sale. */
async function processInOrder(stage: ChannelFixture, store: string): Promise<void> {
  for (let first = 0; first < salesCalls.length; first += concurrency) {
    const sales = salesCalls.slice(first, first + concurrency)
    const longest = Math.max(...sales.map(({ length }) => length))
    for (let n = 0; n < longest; n += 1) {
      await Promise.all(
        sales.flatMap((sale) => sale[n] ?? []).map((call) => stage.callUntilAccepted(store, call)),
      )
      for (let messages = stage.newMessages(); messages.length > 0; messages = stage.newMessages())
        expect(await Promise.all(messages.map((message) => stage.handle(message)))).not.toContain(false)
    }
  }
}

/** What a channel's order has come to: all of it but how many words it took, and which was the last. */
const channelOrder = ({ externalId, platform, order, parts }: Record<string, unknown>) => ({
  externalId,
  platform,
  order,
  parts,
})

/** What an order has come to: all of it but its versions and the moments at which something was noted here. */
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

async function outcome(stage: ChannelFixture, store: string) {
  const sorted = <T extends { externalId: unknown; platform?: unknown; channel?: unknown }>(all: T[]): T[] =>
    all.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const keyOf = (one: { externalId: unknown; platform?: unknown; channel?: unknown }): string =>
    JSON.stringify([one.platform ?? one.channel, one.externalId])
  const deliveries = await stage.states(store, 'DELIVERY')
  const byState = Map.groupBy(deliveries, ({ state }) => String(state))
  return {
    deliveries: Object.fromEntries([...byState].map(([state, all]) => [state, all.length]).toSorted()),
    channelOrders: sorted((await stage.states(store, 'CHANNEL-ORDER')).map(channelOrder)),
    orders: sorted((await stage.states(store, 'ORDER')).map(order)),
  }
}

describe(`${size} calls of platforms, three in ten of them repeats, in any order, with functions that die`, () => {
  let stage: ChannelFixture
  let expected: Awaited<ReturnType<typeof outcome>>

  beforeAll(async () => {
    stage = await startChannelFixture([orderedStore, ...seeds.map((seed) => `loja-${seed}`)])
    await processInOrder(stage, orderedStore)
    expected = await outcome(stage, orderedStore)
  }, timeoutMs)
  afterAll(() => stage.stop())

  it('come to something when each comes once, in order', () => {
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
    'come to the very same (seed %i)',
    async (seed) => {
      stage.breakWrites(seed, crashRate)
      await processShuffled(stage, `loja-${seed}`, seed)
      expect(stage.crashes()).toBeGreaterThan(size / 50)
      stage.breakWrites(seed, 0)
      expect(await outcome(stage, `loja-${seed}`)).toEqual(expected)
      report({ row: 'replayed-webhook', seeds: seeds.length, tries: size, lost: 0, doubled: 0 })
    },
    timeoutMs,
  )

  itLogsNoPersonalData(() => stage.logged)
})
