import type {
  PersonalDataReportSnapshot,
  PrivacyRequestSnapshot,
  ReportedRecord,
  Retention,
} from '../../events/privacy/privacy-schema.ts'
import type { Decision, Happened } from '../decision.ts'
import { derivedId } from '../ids.ts'
import { type Identity, identityOf, isAbout, learnedFrom, mergeIdentities, type Person } from './identity.ts'

/** What a slice needs of a request to report its records. */
export type PersonalDataRequest = Pick<
  PrivacyRequestSnapshot,
  | 'id'
  | 'store'
  | 'round'
  | 'phase'
  | 'kind'
  | 'identity'
  | 'orderIds'
  | 'erasedOrderIds'
  | 'sales'
  | 'recordIds'
>

/** One part of a slice's report; all parts together list every record. */
export type PersonalDataReport = PersonalDataReportSnapshot

/** A record that a slice stores about a person, and how to erase it. */
export interface PersonalRecord extends Pick<ReportedRecord, 'kind' | 'id' | 'orderId' | 'sale'> {
  /** The identifiers in it, if any. */
  readonly person?: Person
  /** As the person may read it. */
  readonly data: unknown
  /** Why it must be retained; absent when it may be erased. */
  readonly kept?: Retention | undefined
  /** It was erased before, or does not exist. */
  readonly alreadyErased?: boolean
  /** Left out while the record waits for the erasure of its order. */
  readonly erase?: (() => Promise<void>) | undefined
}

/** Most bytes of one part's records as JSON: state and event must fit into a bus entry. */
const partBytes = 120_000

/** True when a record is about the person of the request. A reapplication names records by id only. */
export function isAboutSubject(
  { kind, identity, orderIds, recordIds = [] }: PersonalDataRequest,
  { id, orderId }: { readonly id: string; readonly orderId?: string | undefined },
  person: Person,
): boolean {
  if (kind === 'reapplication')
    return orderId === undefined ? recordIds.includes(id) : orderIds.includes(orderId)
  return identity !== undefined && isAbout(identity, person)
}

/** True when the records of an order may be erased: only once the order itself is. */
export const mayErase = ({ phase, erasedOrderIds }: PersonalDataRequest, orderId: string): boolean =>
  phase === 'erasing' && erasedOrderIds.includes(orderId)

const fateOf = (
  { phase }: PersonalDataRequest,
  { kept, alreadyErased, erase }: PersonalRecord,
): ReportedRecord['fate'] => {
  if (phase === 'finding') return 'reported'
  if (alreadyErased === true) return 'already-erased'
  if (kept !== undefined) return 'kept'
  return erase === undefined ? 'pending' : 'erased'
}

/** A slice's report for a round, in as many parts as it needs: at least one, since finding nothing is a report too. */
export function reportsFor(
  asked: PersonalDataRequest,
  slice: PersonalDataReport['slice'],
  held: readonly PersonalRecord[],
  happened: (data: { requestId: string; round: number }) => Happened,
): Decision<PersonalDataReport>[] {
  const { id: requestId, store, round, kind } = asked
  const learned = held.reduce(
    (found, { person = {} }) => mergeIdentities(found, identifiersIn(asked, person)),
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

/** The identifiers that a record adds. The orders of a reapplication certainly belong to its person. */
const identifiersIn = ({ kind, identity = identityOf({}) }: PersonalDataRequest, person: Person): Identity =>
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
