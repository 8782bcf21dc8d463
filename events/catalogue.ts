import * as email from './email-events.ts'
import type { EventDefinition } from './envelope.ts'
import * as orders from './order-events.ts'
import * as quality from './quality-events.ts'

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'type' in value && 'happened' in value && 'example' in value

/** Every event of the suite, by type. */
export const catalogue: ReadonlyMap<string, EventDefinition> = new Map(
  [orders, quality, email]
    .flatMap((family) => Object.values(family).filter(isEvent))
    .map((event) => [event.type, event]),
)
