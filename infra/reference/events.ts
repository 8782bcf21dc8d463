import { catalogue } from '../../events/catalogue.ts'
import { publicEventTypes } from '../../events/public-event-types.ts'
import { slices } from '../slices.ts'
import { code, page, tableOf } from './table.ts'

/** Every event: what it means, who publishes it, who consumes it, and whether webhooks may deliver it. */
export function eventsPage(): string {
  const published = new Set<string>(publicEventTypes)
  const rows = [...catalogue.values()]
    .toSorted((a, b) => (a.type < b.type ? -1 : 1))
    .map(({ type, slice, summary }) => [
      code(type),
      summary,
      slice,
      consumersOf(type).join('; '),
      published.has(type) ? 'yes' : 'no',
    ])
  return page(
    'Events',
    'Slices talk only through these events. The relay publishes them on the bus with source `retaguarda.<slice>`.',
    tableOf(['Type', 'Meaning', 'Publisher', 'Consumers', 'Webhooks'], rows),
  )
}

const consumersOf = (type: string): string[] =>
  slices.flatMap(({ name, reactions }) =>
    reactions
      .filter((one) => 'on' in one && one.on.some((definition) => definition.type === type))
      .map((one) => `${name}: ${one.name}`),
  )
