import { fingerprint } from '../../../shared/ids.ts'

/** A pseudo-random number from 0 (inclusive) to 1 (exclusive), determined by its arguments. */
export const draw = (...for_: readonly (string | number)[]): number =>
  Number.parseInt(fingerprint(for_.join(' ')).slice(0, 8), 16) / 2 ** 32

/** A pseudo-random element. Error: the list is empty. */
export function oneOf<T>(all: readonly T[], ...for_: readonly (string | number)[]): T {
  const one = all[Math.floor(draw(...for_) * all.length)]
  if (one === undefined) throw new Error('Cannot draw from an empty list.')
  return one
}

/** All elements in a pseudo-random order. */
export const shuffled = <T>(all: readonly T[], ...for_: readonly (string | number)[]): T[] =>
  all
    .map((one, n) => ({ one, rank: draw(...for_, 'place', n) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one)

/** A pseudo-random integer between two values, both included. */
export const integerBetween = (least: number, most: number, ...for_: readonly (string | number)[]): number =>
  least + Math.floor(draw(...for_) * (most - least + 1))
