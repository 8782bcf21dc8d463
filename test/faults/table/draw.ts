import { fingerprint } from '../../../shared/ids.ts'

/** A number from 0 (inclusive) to 1 (exclusive) that depends on nothing but what it is drawn for. */
export const draw = (...for_: readonly (string | number)[]): number =>
  Number.parseInt(fingerprint(for_.join(' ')).slice(0, 8), 16) / 2 ** 32

/** One of some, drawn. */
export function oneOf<T>(all: readonly T[], ...for_: readonly (string | number)[]): T {
  const one = all[Math.floor(draw(...for_) * all.length)]
  if (one === undefined) throw new Error('something to draw from is expected')
  return one
}

/** All of some, in a drawn order. */
export const shuffled = <T>(all: readonly T[], ...for_: readonly (string | number)[]): T[] =>
  all
    .map((one, n) => ({ one, lot: draw(...for_, 'place', n) }))
    .sort((a, b) => a.lot - b.lot)
    .map(({ one }) => one)

/** An integer between two, both included, drawn. */
export const integerBetween = (least: number, most: number, ...for_: readonly (string | number)[]): number =>
  least + Math.floor(draw(...for_) * (most - least + 1))
