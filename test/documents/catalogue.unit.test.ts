import { globSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '../../events/catalogue.ts'
import type { EventDefinition } from '../../events/envelope.ts'

const root = join(import.meta.dirname, '../..')
const files = globSync('events/*/*-events.ts', { cwd: root }).sort()

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'type' in value && 'happened' in value

describe('the catalogue of events', () => {
  it('covers the event modules', () => expect(files.length).toBeGreaterThan(15))

  it.each(files)('lists every event of %s', async (file) => {
    const events = Object.values((await import(join(root, file))) as object)
      .flatMap((one: unknown) => (isEvent(one) ? one : Object.values(one as object)))
      .filter(isEvent)
    expect(events).not.toEqual([])
    expect(events.map(({ type }) => type).filter((type) => !catalogue.has(type))).toEqual([])
  })
})
