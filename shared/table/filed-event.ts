import { seal, unseal } from '../privacy/seal.ts'
import type { FiledEvent } from './aggregate.ts'
import { pack, unpack } from './packed.ts'

/** Where an event is filed, and by the key of which record it is sealed. */
export interface FilingPlace {
  readonly pk: string
  readonly sk: string
  readonly record?: string | undefined
}

/** What is filed of an event: all of it packed; or its envelope, and the rest sealed. */
export interface Filed {
  readonly event: Uint8Array
  readonly sealed?: Uint8Array | undefined
}

const nameOf = ({ pk, sk }: FilingPlace): string => `${pk} ${sk}`

/**
 * What is filed of an event. That it happened, when and by whom stays readable; what is personal in it is sealed by its
 * record's key. Without a key, which was forgotten then, nothing of it is filed.
 */
export function toFiled(event: FiledEvent, place: FilingPlace, key: Uint8Array | undefined): Filed {
  if (place.record === undefined) return { event: pack(event) }
  const { data, snapshot, ...envelope } = event
  const head = pack({ ...envelope, record: place.record })
  return key === undefined
    ? { event: head }
    : { event: head, sealed: seal(pack([data, snapshot]), key, nameOf(place)) }
}

/** The record by whose key a filed event is sealed; nothing where it is not sealed. */
export const recordOf = ({ event }: Filed): string | undefined =>
  (unpack(event) as { readonly record?: string }).record

/** A filed event as it was told; without its key, one of which the envelope alone is left. */
export function fromFiled(
  { event, sealed }: Filed,
  place: FilingPlace,
  key: Uint8Array | undefined,
): FiledEvent {
  const { record, ...told } = unpack(event) as FiledEvent & { readonly record?: string }
  if (record === undefined) return told
  if (sealed === undefined || key === undefined) return { ...told, data: {}, snapshot: {}, erased: true }
  const [data, snapshot] = unpack(unseal(sealed, key, nameOf(place))) as [
    FiledEvent['data'],
    FiledEvent['snapshot'],
  ]
  return { ...told, data, snapshot }
}
