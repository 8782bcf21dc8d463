import type { $ZodType } from 'zod/v4/core'
import type { CataloguedEvent } from '../../events/catalogue.ts'
import { type SchemaUse, schemaBook } from './json-schemas.ts'
import type { DocumentInfo } from './openapi.ts'

/** The events as an AsyncAPI 3 document: a channel for each source on the bus, a message for each event. */
export function asyncApiDocument(
  events: readonly CataloguedEvent[],
  names: ReadonlyMap<$ZodType, string>,
  { version }: DocumentInfo,
): Record<string, unknown> {
  const payloads = new Map(events.map((event) => [event.schema as $ZodType, event.type]))
  const uses = events.map(({ schema }): SchemaUse => [schema, 'output'])
  const book = schemaBook(new Map([...names, ...payloads]), 'draft-07', uses)
  const bySlice = [...Map.groupBy(events, ({ slice }) => slice)]
  return {
    asyncapi: '3.0.0',
    info: { title: 'Retaguarda events', version, description, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(bySlice.map(([slice, published]) => [slice, channelOf(slice, published)])),
    operations: Object.fromEntries(
      bySlice.map(([slice]) => [
        `tell-${slice}`,
        {
          action: 'send',
          channel: { $ref: `#/channels/${slice}` },
          summary: `The slice ${slice} tells what happened.`,
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        events.map((event) => [event.type, messageOf(event, book.reference(event.schema, 'output'))]),
      ),
      schemas: book.components,
    },
  }
}

const description = [
  "What happened, as listeners get it: the `detail` of an entry on the suite's EventBridge bus, whose `source` is the channel's address and whose `detail-type` is the event's type.",
  'Events of one aggregate come in order, each at least once; `id` is the same however often one comes, and `aggregate.version` has no gaps.',
  'Fields may be added to an event; anything else is a new version of it.',
].join('\n\n')

const channelOf = (slice: string, events: readonly CataloguedEvent[]) => ({
  address: `retaguarda.${slice}`,
  description: `All that the slice ${slice} tells.`,
  messages: Object.fromEntries(events.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
})

const messageOf = (
  { type, aggregate, summary, slice, example }: CataloguedEvent,
  payload: { readonly $ref: string },
) => ({
  name: type,
  title: type,
  summary,
  contentType: 'application/json',
  tags: [{ name: aggregate }],
  headers: {
    type: 'object',
    properties: {
      source: { type: 'string', const: `retaguarda.${slice}` },
      'detail-type': { type: 'string', const: type },
    },
  },
  payload,
  ...(example === undefined ? {} : { examples: [{ name: type, payload: example }] }),
})
