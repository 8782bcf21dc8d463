import { readFileSync } from 'node:fs'
import { mapSample, readSample, samples } from './platform-samples.ts'

describe('the mapping of our own samples', () => {
  it.each(samples)('$name', (sample) => {
    const expected: unknown = JSON.parse(readFileSync(sample.expected, 'utf8'))
    expect(mapSample(sample.platform, readSample(sample))).toEqual(expected)
  })
})
