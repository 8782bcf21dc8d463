import type { Decision, Happened } from '../decision.ts'
import { derivedId } from '../ids.ts'
import { type Identity, identityOf, isAbout, learnedFrom, mergeIdentities, type Person } from './identity.ts'

/** What a slice is asked about a person, as the request's event says it. */
export interface PersonalDataRequest {
  readonly id: string
  readonly store: string
  readonly round: number
  readonly phase: 'finding' | 'erasing'
  readonly kind: 'export' | 'erasure' | 'reapplication'
  readonly identity?: Identity | undefined
  readonly orderIds: readonly string[]
  readonly erasedOrderIds: readonly string[]
  readonly sales: readonly (Sale & { readonly orderId: string })[]
  /** Of a reapplication: what hung on no order and was erased by itself. */
  readonly recordIds?: readonly string[] | undefined
}

/** Why something is kept: a basis that the law knows, in words, and when it ends where that is known. */
export interface Retained {
  readonly basis: 'contract' | 'legal-obligation' | 'legal-claims'
  readonly why: string
  readonly until?: string
}

/** Where an order was sold, and its number there. */
interface Sale {
  readonly channel: string
  readonly externalId: string
}

/** Something that a slice holds of a person, and how it is erased. */
export interface PersonalRecord {
  readonly kind: string
  readonly id: string
  readonly orderId?: string
  /** What it says of its person, where it says anything. */
  readonly person?: Person
  /** Of an order: where it was sold and its number there. */
  readonly sale?: Sale
  /** As the person may read it. */
  readonly data: unknown
  readonly kept?: Retained | undefined
  /** It was erased before, or is not there. */
  readonly alreadyErased?: boolean
  /** Left out while it waits for the erasure of its order. */
  readonly erase?: (() => Promise<void>) | undefined
}

/** A part of an answer; all parts together say what the slice holds. */
export interface PersonalDataReport {
  readonly id: string
  readonly store: string
  readonly version: number
  readonly requestId: string
  readonly round: number
  readonly slice: string
  readonly part: number
  readonly parts: number
  readonly records: readonly ReportedRecord[]
  readonly identity: Identity
}

interface ReportedRecord {
  readonly kind: string
  readonly id: string
  readonly orderId?: string
  readonly sale?: Sale
  readonly fate: 'told' | 'erased' | 'gone' | 'pending' | 'kept'
  readonly kept?: Retained
  readonly data?: unknown
}

/** The most that the records of one part may weigh as JSON: state and event must fit the bus. */
const partBytes = 120_000

/** True when a record is about whom the request is about. A reapplication knows what it is about by ids alone. */
export function isAboutSubject(
  { kind, identity, orderIds, recordIds = [] }: PersonalDataRequest,
  { id, orderId }: { readonly id: string; readonly orderId?: string | undefined },
  person: Person,
): boolean {
  if (kind === 'reapplication')
    return orderId === undefined ? recordIds.includes(id) : orderIds.includes(orderId)
  return identity !== undefined && isAbout(identity, person)
}

/** True when what belongs to an order may go: only once the order itself is erased. */
export const mayErase = ({ phase, erasedOrderIds }: PersonalDataRequest, orderId: string): boolean =>
  phase === 'erasing' && erasedOrderIds.includes(orderId)

const fateOf = (
  { phase }: PersonalDataRequest,
  { kept, alreadyErased: gone, erase }: PersonalRecord,
): ReportedRecord['fate'] => {
  if (phase === 'finding') return 'told'
  if (gone === true) return 'gone'
  if (kept !== undefined) return 'kept'
  return erase === undefined ? 'pending' : 'erased'
}

/** A slice's answer to a round, in as many parts as it needs: at least one, so that nothing held is an answer too. */
export function reportsFor(
  asked: PersonalDataRequest,
  slice: string,
  held: readonly PersonalRecord[],
  happened: (data: { requestId: string; round: number }) => Happened,
): Decision<PersonalDataReport>[] {
  const { id: requestId, store, round, kind } = asked
  const learned = held.reduce(
    (known, { person = {} }) => mergeIdentities(known, taught(asked, person)),
    identityOf({}),
  )
  const records = held.map((one): ReportedRecord => {
    const { id, orderId, sale, kept, data } = one
    const fate = fateOf(asked, one)
    return {
      kind: one.kind,
      id,
      ...(orderId === undefined ? {} : { orderId }),
      ...(sale === undefined ? {} : { sale }),
      fate,
      ...(fate === 'kept' && kept !== undefined ? { kept } : {}),
      ...(kind === 'export' ? { data } : {}),
    }
  })
  const parts = inParts(records)
  return parts.map((some, part) => ({
    next: {
      id: derivedId('pan', requestId, String(round), slice, String(part)),
      store,
      version: 1,
      requestId,
      round,
      slice,
      part,
      parts: parts.length,
      records: some,
      identity: learned,
    },
    events: [happened({ requestId, round })],
  }))
}

/** What a record adds to what is known. The orders of a reapplication are surely those of whom it is about. */
const taught = ({ kind, identity = identityOf({}) }: PersonalDataRequest, person: Person): Identity =>
  kind === 'reapplication'
    ? identityOf({
        emails: [person.email ?? ''],
        documents: [person.document ?? ''],
        phones: [person.phone ?? ''],
      })
    : learnedFrom(identity, person)

function inParts(records: readonly ReportedRecord[]): ReportedRecord[][] {
  const parts: ReportedRecord[][] = [[]]
  let room = partBytes
  for (const record of records) {
    const weight = Buffer.byteLength(JSON.stringify(record))
    if (weight > room && parts.at(-1)?.length !== 0) {
      parts.push([])
      room = partBytes
    }
    parts.at(-1)?.push(record)
    room -= weight
  }
  return parts
}
