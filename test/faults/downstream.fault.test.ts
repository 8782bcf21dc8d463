import type { SessionConnection } from '../../functions/channels/platforms/fetch/channel-session.client.ts'
import { budgetOf } from '../../functions/channels/platforms/fetch/platform-request.client.ts'
import { fetchBack } from '../../functions/channels/platforms/fetch-back.usecase.ts'
import { connectionTo, type FetchFixture, startFetchFixture } from '../channels/platforms/fetch-fixture.ts'
import type { SandboxFault } from '../support/sandboxes/faults.ts'
import { integerBetween, oneOf } from './table/draw.ts'
import { faultRow } from './table/fault-row.ts'

let fixture: FetchFixture
let seller: SessionConnection
beforeAll(async () => {
  fixture = await startFetchFixture()
  seller = await connectionTo('mercado-livre', '77')
})
afterAll(() => fixture.stop())

/** Faults that an immediate retry overcomes, and faults that need time. */
const transientFaults: readonly SandboxFault[] = [
  { kind: 'failing', status: 500 },
  { kind: 'failing', status: 502 },
  { kind: 'failing', status: 503 },
  { kind: 'dead' },
  { kind: 'throttled', retryAfter: '0.05' },
]
const persistentFaults: readonly SandboxFault[] = [
  { kind: 'dripping' },
  { kind: 'throttled', retryAfter: '120' },
]

/** Time limit of a fetch in milliseconds, far below the 30 s of the function. */
const budget = 400

faultRow(
  'downstream',
  { title: 'fetching an order from a platform', cost: 'slow', concurrency: 4 },
  async (seed) => {
    const id = 2_000_009_800_000_000 + seed
    const path = `/orders/${id}`
    fixture.sandboxes.put('mercado-livre', path, {
      id,
      status: 'paid',
      last_updated: '2026-11-01T09:37:20.000-04:00',
      total_amount: 59.9,
      order_items: [{ quantity: 1, unit_price: 59.9 }],
      payments: [{ id: 7, status: 'approved' }],
      seller: { id: 77 },
    })
    const fetch = (milliseconds: number) =>
      fetchBack(
        { platform: 'mercado-livre', connection: seller, topic: 'orders_v2', resource: path },
        budgetOf(milliseconds),
      )
    const isPersistent = seed % 2 === 0
    const faults = Array.from({ length: isPersistent ? 1 : integerBetween(1, 3, seed) }, (_, n) =>
      oneOf(isPersistent ? persistentFaults : transientFaults, seed, n),
    )
    for (const fault of faults) fixture.sandboxes.disturb('mercado-livre', fault, path)
    // A persistent fault fails within the time limit and is retried later.
    if (isPersistent) await expect(fetch(budget)).rejects.toMatchObject({ code: 'platform-unavailable' })
    const fetched = await fetch(10_000)
    const asked = fixture.sandboxes.requests('mercado-livre').filter((request) => request === `GET ${path}`)
    expect(asked).toHaveLength(faults.length + 1)
    return { tries: asked.length, lost: fetched?.length === 1 ? 0 : 1, doubled: 0 }
  },
)
