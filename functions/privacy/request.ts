import { personalDataRequested, privacyRequestFinished } from '../../events/privacy/privacy-events.ts'
import {
  type ReportedRecord,
  holders,
  type Identity,
  type PersonalDataReportSnapshot,
  type PrivacyRequestSnapshot,
  type RetainedRecord,
} from '../../events/privacy/privacy-schema.ts'
import type { Decision } from '../../shared/decision.ts'
import { identifierCount, identityOf, mergeIdentities } from '../../shared/privacy/identity.ts'

export type PrivacyRequest = PrivacyRequestSnapshot
export type PersonalDataReport = PersonalDataReportSnapshot
export type RequestDecision = Decision<PrivacyRequest>

/** What is asked of the store on a person's behalf; a reapplication names orders instead of a person. */
export interface NewRequest {
  readonly id: string
  readonly store: string
  readonly kind: PrivacyRequest['kind']
  readonly identity?: Partial<Identity>
  readonly orderIds?: readonly string[]
  readonly recordIds?: readonly string[]
  readonly note?: string | undefined
  readonly erasedBefore?: string | undefined
  readonly by: string
}

const day = 24 * 3_600_000

/** Rounds that a request may take before it waits for the next day: one that needs more has met something broken. */
const mostRounds = 12

/** Opens a request and asks every slice for the first time. */
export function openRequest(
  { id, store, kind, identity, orderIds = [], recordIds, note, erasedBefore, by }: NewRequest,
  now: string,
): RequestDecision {
  const first: PrivacyRequest = {
    id,
    store,
    version: 0,
    kind,
    status: 'gathering',
    ...(identity === undefined ? {} : { identity: identityOf(identity) }),
    ...(note === undefined ? {} : { note }),
    ...(erasedBefore === undefined ? {} : { erasedBefore }),
    orderIds: [...orderIds],
    ...(recordIds === undefined ? {} : { recordIds: [...recordIds] }),
    erasedOrderIds: [],
    sales: [],
    round: 0,
    phase: 'finding',
    grown: false,
    answers: [],
    found: {},
    erased: {},
    kept: [],
    pendingOrderIds: [],
    requestedAt: now,
    requestedBy: by,
    updatedAt: now,
  }
  return ask(first, now)
}

/** Asks all slices once more: what was kept or found meanwhile is looked at anew. */
function ask(request: PrivacyRequest, now: string): RequestDecision {
  const round = request.round + 1
  const { reviewAt: _, ...rest } = request
  return {
    next: {
      ...rest,
      version: request.version + 1,
      status: 'gathering',
      round,
      grown: false,
      answers: [],
      found: {},
      kept: [],
      pendingOrderIds: [],
      updatedAt: now,
    },
    events: [personalDataRequested.happened({ round, act: request.phase === 'erasing' ? 'erase' : 'report' })],
  }
}

/** Asks again about a request that waits, once its day has come. */
export const reviewRequest = (request: PrivacyRequest, now: string): RequestDecision =>
  request.status === 'waiting' && (request.reviewAt ?? now) <= now
    ? ask({ ...request, phase: 'finding' }, now)
    : { next: request, events: [] }

/**
 * Takes a slice's answer. When all slices have answered, those that know more than they were asked about are asked
 * again; what was found is erased; and when nothing is left to do, the request waits for what is kept, or ends: then
 * only the keyed hashes of whom it was about are left.
 */
export function recordReport(
  request: PrivacyRequest,
  answer: PersonalDataReport,
  now: string,
  hashes: readonly string[] = [],
): RequestDecision {
  const known = request.answers.find(({ slice }) => slice === answer.slice)
  const stale = request.status !== 'gathering' || answer.round !== request.round
  if (stale || known?.got.includes(answer.part) === true) return { next: request, events: [] }
  const { slice, parts, part } = answer
  const others = request.answers.filter((one) => one !== known)
  const heard = { ...request, answers: [...others, { slice, parts, got: [...(known?.got ?? []), part] }] }
  const learned = learn(heard, answer)
  return allReported(learned)
    ? endRound(learned, now, hashes)
    : { next: { ...learned, version: request.version + 1, updatedAt: now }, events: [] }
}

const allReported = ({ answers }: PrivacyRequest): boolean =>
  holders.every((holder) => answers.some(({ slice, parts, got }) => slice === holder && got.length === parts))

function learn(request: PrivacyRequest, { records, identity }: PersonalDataReport): PrivacyRequest {
  const orderIds = [...new Set([...request.orderIds, ...records.flatMap(({ orderId }) => orderId ?? [])])]
  const sold = records.flatMap(({ id: orderId, sale }) => (sale === undefined ? [] : { orderId, ...sale }))
  const sales = [
    ...request.sales.filter(({ orderId }) => !sold.some((one) => one.orderId === orderId)),
    ...sold,
  ]
  const known = mergeIdentities(request.identity ?? identityOf({}), identity)
  const more =
    orderIds.length > request.orderIds.length ||
    sales.length > request.sales.length ||
    identifierCount(known) > identifierCount(request.identity ?? identityOf({}))
  return {
    ...request,
    identity: known,
    orderIds,
    sales,
    grown: request.grown || more,
    found: counted(request.found, records),
    erased: counted(request.erased, withFate(records, 'erased')),
    erasedOrderIds: [...new Set([...request.erasedOrderIds, ...erasedOrders(records)])],
    kept: [...request.kept, ...records.flatMap(asKept)],
    pendingOrderIds: [
      ...new Set([
        ...request.pendingOrderIds,
        ...withFate(records, 'pending').flatMap(({ orderId }) => orderId ?? []),
        // What came while it went is found when all are asked once more.
        ...withFate(records, 'erased').flatMap(({ kind, id }) => (kind === 'order' ? id : [])),
      ]),
    ],
  }
}

const withFate = (records: readonly ReportedRecord[], fate: ReportedRecord['fate']): ReportedRecord[] =>
  records.filter((record) => record.fate === fate)

const erasedOrders = (records: readonly ReportedRecord[]): string[] =>
  [...withFate(records, 'erased'), ...withFate(records, 'already-erased')].flatMap(({ kind, id }) =>
    kind === 'order' ? id : [],
  )

const asKept = ({ kind, id, kept }: ReportedRecord): RetainedRecord[] =>
  kept === undefined ? [] : [{ kind, id, ...kept }]

function counted(before: PrivacyRequest['found'], records: readonly ReportedRecord[]): PrivacyRequest['found'] {
  const counts = new Map(Object.entries(before))
  for (const { kind } of records) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return Object.fromEntries(counts)
}

function endRound(request: PrivacyRequest, now: string, hashes: readonly string[]): RequestDecision {
  const many = request.round % mostRounds === 0
  if (request.grown && !many) return ask({ ...request, phase: 'finding' }, now)
  if (request.kind === 'export') return finish(request, now, hashes)
  if (request.phase === 'finding' && !many) return ask({ ...request, phase: 'erasing' }, now)
  return mayGo(request).length > 0 && !many ? ask(request, now) : finish(request, now, hashes)
}

/** The orders that went just now, or of which some slice still holds something: all are asked once more. */
function mayGo({ pendingOrderIds, kept }: PrivacyRequest): string[] {
  const standing = new Set(kept.flatMap(({ kind, id }) => (kind === 'order' ? id : [])))
  return pendingOrderIds.filter((id) => !standing.has(id))
}

/** What is kept for a contract goes when that is done; any other reason to keep something stands for good. */
const passes = ({ basis }: RetainedRecord): boolean => basis === 'contract'

function finish(request: PrivacyRequest, now: string, hashes: readonly string[]): RequestDecision {
  const { identity: _, ...rest } = request
  const waits =
    request.kind !== 'export' && (request.kept.some(passes) || mayGo(request).length > 0 || request.grown)
  const ended: PrivacyRequest = waits
    ? { ...request, status: 'waiting', reviewAt: nextLook(request, now) }
    : {
        ...rest,
        status: 'finished',
        finishedAt: now,
        ...(hashes.length === 0 ? {} : { subject: [...hashes] }),
      }
  return {
    next: { ...ended, version: request.version + 1, updatedAt: now },
    events: [privacyRequestFinished.happened({ kind: request.kind, kept: request.kept.length })],
  }
}

/** The next day, or later when every reason to keep something ends later than that. */
function nextLook({ kept }: PrivacyRequest, now: string): string {
  const tomorrow = new Date(Date.parse(now) + day).toISOString()
  const [first = tomorrow] = kept
    .filter(passes)
    .map(({ until }) => until ?? tomorrow)
    .sort()
  return first > tomorrow ? first : tomorrow
}
