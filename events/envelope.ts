import * as z from 'zod/mini'
import { instant, slug, version } from './fields.ts'

const Actor = z.object({
  /** A machine client, a person, or the suite itself. */
  type: z.enum(['client', 'person', 'system']),
  id: z.string(),
})

const header = {
  /** Equal for every delivery of the event: aggregate, version and position within the version. */
  id: z.string(),
  version: z.int(),
  store: slug,
  occurredAt: instant,
  aggregate: z.object({ type: z.string(), id: z.string(), version }),
  causationId: z.string(),
  correlationId: z.string(),
  actor: Actor,
}

/** The header of every event. */
export const EnvelopeHeader = z.object({ ...header, type: z.string() })
export type EnvelopeHeader = z.infer<typeof EnvelopeHeader>

/** An event as consumers receive it: what happened (`data`), and the aggregate after it (`snapshot`). */
export interface Envelope<Data, Snapshot> extends EnvelopeHeader {
  readonly data: Data
  readonly snapshot: Snapshot
}

type ObjectSchema = z.core.$ZodType<Record<string, unknown>>

export interface EventDefinition<
  Type extends string = string,
  Data extends ObjectSchema = ObjectSchema,
  Snapshot extends ObjectSchema = ObjectSchema,
> {
  readonly type: Type
  /** Version of the event's shape; additive changes keep it. */
  readonly version: number
  /** The slice that publishes it: on the bus its source is `retaguarda.<slice>`. */
  readonly slice: string
  readonly aggregate: string
  readonly summary: string
  readonly data: Data
  readonly snapshot: Snapshot
  readonly schema: z.core.$ZodType<Envelope<z.infer<Data>, z.infer<Snapshot>>>
  /** Makes the event in a decision; the relay adds envelope and snapshot. */
  readonly happened: (data: z.infer<Data>) => { readonly type: Type; readonly data: z.infer<Data> }
}

/** The event that a definition describes. */
export type EventOf<D> =
  D extends EventDefinition<string, infer Data, infer Snapshot>
    ? Envelope<z.infer<Data>, z.infer<Snapshot>>
    : never

type Parts<Type extends string, Data extends ObjectSchema, Snapshot extends ObjectSchema> = Pick<
  EventDefinition<Type, Data, Snapshot>,
  'type' | 'slice' | 'aggregate' | 'summary' | 'data' | 'snapshot'
>

/** Defines an event: one object feeds parsing, the bus rule's pattern, the event document and the decisions. */
export function defineEvent<Type extends string, Data extends ObjectSchema, Snapshot extends ObjectSchema>(
  parts: Parts<Type, Data, Snapshot>,
): EventDefinition<Type, Data, Snapshot> {
  let schema: EventDefinition<Type, Data, Snapshot>['schema'] | undefined
  return {
    ...parts,
    version: 1,
    /** Created on first use: a publisher needs no schemas at a cold start. */
    get schema() {
      schema ??= envelopeOf(parts)
      return schema
    },
    happened: (data) => ({ type: parts.type, data }),
  }
}

const envelopeOf = <Type extends string, Data extends ObjectSchema, Snapshot extends ObjectSchema>({
  type,
  data,
  snapshot,
}: Parts<Type, Data, Snapshot>) =>
  z.object({ ...header, type: z.literal(type), data, snapshot }) as unknown as EventDefinition<
    Type,
    Data,
    Snapshot
  >['schema']
