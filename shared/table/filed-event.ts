import { seal, unseal } from '../privacy/seal.ts'
import type { FiledEvent } from './aggregate.ts'
import { pack, unpack } from './packed.ts'

/** The key under which an event is stored, and the record whose key seals it. */
export interface FilingPlace {
  readonly pk: string
  readonly sk: string
  readonly record?: string | undefined
}

/** A stored event: packed as a whole, or its envelope packed and the rest sealed. */
export interface Filed {
  readonly event: Uint8Array
  readonly sealed?: Uint8Array | undefined
}

const nameOf = ({ pk, sk }: FilingPlace): string => `${pk} ${sk}`

/**
 * Packs an event for its history. The envelope stays readable; data and snapshot are sealed with the record's key if they
 * are personal. When that key was deleted, only the envelope is stored.
 */
export function toFiled(event: FiledEvent, place: FilingPlace, key: Uint8Array | undefined): Filed {
  if (place.record === undefined) return { event: pack(event) }
  const { data, snapshot, ...envelope } = event
  const head = pack({ ...envelope, record: place.record })
  return key === undefined
    ? { event: head }
    : { event: head, sealed: seal(pack([data, snapshot]), key, nameOf(place)) }
}

/** The record whose key seals a stored event; nothing if it is not sealed. */
export const recordOf = ({ event }: Filed): string | undefined =>
  (unpack(event) as { readonly record?: string }).record

/** Unpacks a stored event; when its key was deleted, only the envelope remains. */
export function fromFiled(
  { event, sealed }: Filed,
  place: FilingPlace,
  key: Uint8Array | undefined,
): FiledEvent {
  const { record, ...envelope } = unpack(event) as FiledEvent & { readonly record?: string }
  if (record === undefined) return envelope
  if (sealed === undefined || key === undefined) return { ...envelope, data: {}, snapshot: {}, erased: true }
  const [data, snapshot] = unpack(unseal(sealed, key, nameOf(place))) as [
    FiledEvent['data'],
    FiledEvent['snapshot'],
  ]
  return { ...envelope, data, snapshot }
}
