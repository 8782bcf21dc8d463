import type { AttributeValue } from 'aws-lambda'
import { fullEvents } from '../../../functions/outbox/full-events.ts'
import type { AnyReaction } from '../../../shared/inbox/reaction.ts'
import type { FiledEvent, OutboxRecord } from '../../../shared/table/aggregate.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { documents } from '../../../shared/table/table.store.ts'

/** A message of the bus: an event for one slice's inbox. */
export interface BusMessage {
  readonly event: FiledEvent
  readonly slice: string
  readonly inbox: unknown
}

/** An inbox's handler, and what it reacts to. */
export type Inbox = readonly [unknown, readonly AnyReaction[]]

/** An item as it is written, in the table's own form. */
export type Image = Readonly<Record<string, AttributeValue>>

interface Written {
  readonly Item?: Image
  readonly TransactItems?: readonly { readonly Put?: { readonly Item: Image } }[]
}

/** The new versions of aggregates of which somebody is told, in the body of a request that writes. */
export const imagesIn = (body: string | Uint8Array): Image[] => {
  const { Item, TransactItems = [] } = JSON.parse(textOf(body)) as Written
  return [Item, ...TransactItems.map(({ Put }) => Put?.Item)].filter(
    (item) => item?.['happened'] !== undefined,
  ) as Image[]
}

/** What the SDK is about to send; its bytes warn when they are used as text. */
const textOf = (body: string | Uint8Array): string =>
  typeof body === 'string' ? body : new TextDecoder().decode(body)

/** The events of an image, each for every inbox that reacts to its type. */
export function messagesOf(image: Image, inboxes: readonly Inbox[]): BusMessage[] {
  const { slice, events } = fullEvents(image)
  return events.flatMap((event) =>
    inboxes
      .filter(([, reactions]) =>
        reactions.some((one) => 'on' in one && one.on.some(({ type }) => type === event.type)),
      )
      .map(([inbox]) => ({ event, slice, inbox })),
  )
}

const name = 'written'

/** Keeps the new versions that are written to the table, as its stream does; gives what takes those since the last time. */
export function watchTable(): { take(): Image[]; stop(): void } {
  const images: Image[] = []
  documents.middlewareStack.add(
    (next) => async (args) => {
      const { headers, body } = args.request as { headers: Record<string, string>; body: string | Uint8Array }
      const answer = await next(args)
      if (/\.(?:Put|Transact)/.test(headers['x-amz-target'] ?? '')) images.push(...imagesIn(body))
      return answer
    },
    { step: 'finalizeRequest', priority: 'low', name },
  )
  return { take: () => images.splice(0), stop: () => void documents.middlewareStack.remove(name) }
}

/** What happened with a version, as it stands beside its state. */
export const eventsIn = ({ happened }: Image): OutboxRecord['events'] =>
  (unpack(Buffer.from(happened?.B ?? '', 'base64')) as OutboxRecord).events
