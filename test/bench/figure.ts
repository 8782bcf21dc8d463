/** One measured figure. Only ratios and counts carry a budget: wall-clock time says more of the machine than of us. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What breaks the build, and where the next person starts; absent for what is only told. */
  readonly bound?: Bound
  /** How it was come by, or what it leaves out. */
  readonly note?: string
}

export interface Bound {
  /** `most`: smaller is better. `least`: larger is better. */
  readonly limit: 'most' | 'least'
  readonly budget: number
  readonly aim?: number
}

/** A bound from above, such as a weight or a cost. */
export const atMost = (budget: number, aim?: number): Bound => ({
  limit: 'most',
  budget,
  ...(aim === undefined ? {} : { aim }),
})

/** A bound from below, such as a rate. */
export const atLeast = (budget: number, aim?: number): Bound => ({
  limit: 'least',
  budget,
  ...(aim === undefined ? {} : { aim }),
})

/** What a figure came to. A value that is no number breaks its budget. */
export function budgetResult({ value, bound }: Figure): 'told' | 'broken' | 'ok' | 'aim reached' {
  if (bound === undefined) return 'told'
  const within = (limit: number): boolean => (bound.limit === 'most' ? value <= limit : value >= limit)
  if (!within(bound.budget)) return 'broken'
  return bound.aim !== undefined && within(bound.aim) ? 'aim reached' : 'ok'
}

/** The middle of a list; with an even number the mean of the two in the middle. Error: an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  if (low === undefined || high === undefined) throw new Error('a median of at least one value is expected')
  return (low + high) / 2
}

/** The value below or at which `share` of the list lies (nearest rank). Error: an empty list. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('a percentile of at least one value is expected')
  return value
}
