import fc from 'fast-check'
import type { Platform } from '../../../events/channels/channel-schema.ts'
import { at } from '../../../functions/channels/canonical/exact-json.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { mapSample, readSample, samples } from './platform-samples.ts'

/** A copy with one node replaced; nodes are counted in depth-first order. */
function withOther(value: unknown, place: { left: number }, other: unknown): unknown {
  if (place.left === 0) {
    place.left = -1
    return other
  }
  place.left -= 1
  if (Array.isArray(value)) return value.map((one) => withOther(one, place, other))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withOther(inner, place, other)]),
  )
}

/** Any result of parsing: JSON whose numbers are text. */
const { tree: anything } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.constantFrom(
      '-1',
      '0',
      '1e9',
      '99999999999999999999',
      '0.005',
      '\u0000',
      '\ud800',
      '2026-13-99T99:99:99Z',
    ),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('tree'), { maxKeys: 3 }),
  ),
}))

/** `mapped`, or the error code. Any other failure is thrown. */
function outcomeOf(platform: Platform, sample: unknown): string {
  try {
    mapSample(platform, sample)
    return 'mapped'
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

describe.each(samples)('a malformed payload: $name', (sample) => {
  const good = at(readSample(sample))
  const field = 'body' in good ? 'body' : 'documents'

  it('is mapped or rejected with an error code', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), anything, (left, other) => {
        const bad = { ...good, [field]: withOther(good[field], { left }, other) }
        expect(outcomeOf(sample.platform, bad)).toMatch(/^(?:mapped|unmappable-payload)$/)
      }),
      { numRuns: 60 },
    )
  })
})
