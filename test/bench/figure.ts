/** One measured figure. Only ratios and counts have a budget, since wall-clock time depends on the machine. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Budget that fails the bench, and aim for improvements; absent for informative figures. */
  readonly bound?: Bound
  /** How it was measured, or what it excludes. */
  readonly note?: string
}

export interface Bound {
  /** `most`: smaller is better. `least`: larger is better. */
  readonly limit: 'most' | 'least'
  readonly budget: number
  readonly aim?: number
}

/** An upper bound, such as a size or a cost. */
export const atMost = (budget: number, aim?: number): Bound => ({
  limit: 'most',
  budget,
  ...(aim === undefined ? {} : { aim }),
})

/** A lower bound, such as a rate. */
export const atLeast = (budget: number, aim?: number): Bound => ({
  limit: 'least',
  budget,
  ...(aim === undefined ? {} : { aim }),
})

/** Compares a figure with its budget and aim. NaN exceeds every budget. */
export function budgetResult({ value, bound }: Figure): 'no budget' | 'exceeded' | 'ok' | 'aim reached' {
  if (bound === undefined) return 'no budget'
  const within = (limit: number): boolean => (bound.limit === 'most' ? value <= limit : value >= limit)
  if (!within(bound.budget)) return 'exceeded'
  return bound.aim !== undefined && within(bound.aim) ? 'aim reached' : 'ok'
}

/** Median of a list; the mean of both middle values when the count is even. Error: the list is empty. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  if (low === undefined || high === undefined) throw new Error('The median needs at least one value.')
  return (low + high) / 2
}

/** Nearest-rank percentile; `share` from 0 to 1. Error: the list is empty. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('The percentile needs at least one value.')
  return value
}
