import { mapWebhook, mapWholeOrder } from './map-webhook.ts'
import { areWebhooksPresent, readWebhooks, webhooksFolder } from './read-webhooks.ts'

if (!areWebhooksPresent)
  console.warn(`what platforms send is not at ${webhooksFolder}: its tests are skipped`)
const whenPresent = areWebhooksPresent ? describe : describe.skip

/** Hundredths of a decimal text, by moving its point: no arithmetic shared with the mapping. */
function hundredths(text: string): number {
  const [whole = '', fraction = ''] = text.split('.')
  return Number(whole + fraction.slice(0, 2).padEnd(2, '0'))
}

/** The outcome of a file, or why there is none: samples come to the folder before the mapping that reads them. */
function attempt(map: () => ReturnType<typeof mapWebhook>) {
  try {
    return { outcome: map(), why: 'unknown kind of file' }
  } catch (error) {
    return { outcome: undefined, why: (error as Error).message }
  }
}

whenPresent('what platforms send', () => {
  // Read nothing when the folder is absent: the body of a skipped block runs too.
  const files = areWebhooksPresent ? readWebhooks() : []
  const results = files.map((file) => ({ path: file.path, ...attempt(() => mapWebhook(file)) }))
  const pending = results.filter(({ outcome }) => outcome === undefined)
  const outcomes = results.filter(({ outcome }) => outcome !== undefined)
  if (pending.length > 0)
    console.warn(`not read yet: ${pending.map(({ path, why }) => `${path} (${why})`).join(', ')}`)

  it('are mapped, hints or pings in at least the 40 files that were there first', () => {
    expect(outcomes.length).toBeGreaterThanOrEqual(40)
  })

  it('loses no money: the canonical amount is the platform’s own', () => {
    const amounts = outcomes.flatMap(({ path, outcome }) => {
      if (outcome?.is !== 'mapped' || outcome.ownTotal === undefined) return []
      const [fact] = outcome.mapped.facts
      const canonical =
        fact?.kind === 'order'
          ? fact.order.totals.total
          : fact?.kind === 'refund'
            ? fact.refund.amount
            : undefined
      return [{ path, canonical, own: hundredths(outcome.ownTotal) }]
    })
    expect(amounts.length).toBeGreaterThanOrEqual(16)
    expect(amounts.map(({ path, canonical }) => ({ path, amount: canonical }))).toEqual(
      amounts.map(({ path, own }) => ({ path, amount: own })),
    )
  })

  it('adds up part by part, but for the one order that does not at the platform either', () => {
    const off = outcomes.flatMap(({ path, outcome }) =>
      outcome?.is === 'mapped' && outcome.mapped.unknown.some((one) => one.path === 'totals') ? [path] : [],
    )
    expect(off).toEqual(['vtex/order_1172452900788-01_handling'])
  })

  it('hints at something that can be fetched', () => {
    const hints = outcomes.flatMap(({ outcome }) => (outcome?.is === 'hint' ? [outcome] : []))
    expect(hints).toHaveLength(10)
    for (const { topic, resource } of hints) expect(`${topic} ${resource}`).not.toContain('unknown')
  })

  it('makes one order of an order, its deadline and its buyer', () => {
    const [fact] = areWebhooksPresent
      ? mapWholeOrder(new Map(files.map(({ path, text }) => [path, text]))).facts
      : []
    if (fact?.kind !== 'order') throw new Error('No order was mapped.')
    expect(fact.order).toMatchObject({
      customer: { name: 'Fulana De Tal', document: '52998224725' },
      totals: { total: 12592 },
      dispatchBy: '2024-05-23T02:59:59.000Z',
    })
  })

  it('has things that no mapping knows, which are printed', () => {
    const unknown = outcomes.flatMap(({ path, outcome }) =>
      outcome?.is === 'mapped' ? outcome.mapped.unknown.map((one) => ({ file: path, ...one })) : [],
    )
    const lines = unknown.map(({ file, path, value = '' }) => `${file}: ${path} ${value}`.trim())
    console.warn(`unknown in what platforms send:\n  ${lines.join('\n  ')}`)
    const paths = new Set(unknown.map(({ path }) => path.replace(/\[\d+\]/, '[]')))
    // Countries in the platforms' documentation, items without a SKU, and the order that does not add up.
    expect([...paths].toSorted()).toEqual([
      'billing.country',
      'billing_address.country',
      'line_items[].sku',
      'order_items[].item.seller_sku',
      'products[].sku',
      'shipping.country',
      'shipping_address.country',
      'totals',
    ])
  })
})
