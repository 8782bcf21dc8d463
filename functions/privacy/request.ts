import { personalDataRequested, privacyRequestFinished } from '../../events/privacy/privacy-events.ts'
import {
  holders,
  type Identity,
  type PersonalDataReportSnapshot,
  type PrivacyRequestSnapshot,
  type ReportedRecord,
  type RetainedRecord,
} from '../../events/privacy/privacy-schema.ts'
import type { Decision } from '../../shared/decision.ts'
import { identifierCount, identityOf, mergeIdentities } from '../../shared/privacy/identity.ts'

export type PrivacyRequest = PrivacyRequestSnapshot
export type PersonalDataReport = PersonalDataReportSnapshot
export type RequestDecision = Decision<PrivacyRequest>

/** A new request on a person's behalf; a reapplication names orders instead of a person. */
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

/** Most rounds before a request waits for the next day: needing more means that something is broken. */
const mostRounds = 12

/** Opens a request and asks every slice for its first report. */
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

/** Starts another round: every slice reports again, including records found or retained meanwhile. */
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
    events: [
      personalDataRequested.happened({ round, act: request.phase === 'erasing' ? 'erase' : 'report' }),
    ],
  }
}

/** Starts another round for a waiting request when its review is due. */
export const reviewRequest = (request: PrivacyRequest, now: string): RequestDecision =>
  request.status === 'waiting' && (request.reviewAt ?? now) <= now
    ? ask({ ...request, phase: 'finding' }, now)
    : { next: request, events: [] }

/**
 * Records a slice's report. When every slice reported, another round starts if new identifiers or orders were found; then
 * the found records are erased. When nothing is left to erase, the request waits for retained records, or finishes: then
 * only keyed hashes of the person remain.
 */
export function recordReport(
  request: PrivacyRequest,
  report: PersonalDataReport,
  now: string,
  hashes: readonly string[] = [],
): RequestDecision {
  const previous = request.answers.find(({ slice }) => slice === report.slice)
  const stale = request.status !== 'gathering' || report.round !== request.round
  if (stale || previous?.got.includes(report.part) === true) return { next: request, events: [] }
  const { slice, parts, part } = report
  const others = request.answers.filter((one) => one !== previous)
  const recorded = {
    ...request,
    answers: [...others, { slice, parts, got: [...(previous?.got ?? []), part] }],
  }
  const learned = learn(recorded, report)
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
  const merged = mergeIdentities(request.identity ?? identityOf({}), identity)
  const more =
    orderIds.length > request.orderIds.length ||
    sales.length > request.sales.length ||
    identifierCount(merged) > identifierCount(request.identity ?? identityOf({}))
  return {
    ...request,
    identity: merged,
    orderIds,
    sales,
    grown: request.grown || more,
    found: counted(request.found, records),
    erased: counted(request.erased, withFate(records, 'erased')),
    erasedOrderIds: [...new Set([...request.erasedOrderIds, ...erasedOrders(records)])],
    kept: [...request.kept, ...records.flatMap(asRetained)],
    pendingOrderIds: [
      ...new Set([
        ...request.pendingOrderIds,
        ...withFate(records, 'pending').flatMap(({ orderId }) => orderId ?? []),
        // Another round finds records that arrived during the erasure.
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

const asRetained = ({ kind, id, kept }: ReportedRecord): RetainedRecord[] =>
  kept === undefined ? [] : [{ kind, id, ...kept }]

function counted(
  before: PrivacyRequest['found'],
  records: readonly ReportedRecord[],
): PrivacyRequest['found'] {
  const counts = new Map(Object.entries(before))
  for (const { kind } of records) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return Object.fromEntries(counts)
}

function endRound(request: PrivacyRequest, now: string, hashes: readonly string[]): RequestDecision {
  const many = request.round % mostRounds === 0
  if (request.grown && !many) return ask({ ...request, phase: 'finding' }, now)
  if (request.kind === 'export') return finish(request, now, hashes)
  if (request.phase === 'finding' && !many) return ask({ ...request, phase: 'erasing' }, now)
  return stillErasing(request).length > 0 && !many ? ask(request, now) : finish(request, now, hashes)
}

/** Orders erased in this round, or with pending records in some slice: another round is needed. */
function stillErasing({ pendingOrderIds, kept }: PrivacyRequest): string[] {
  const retained = new Set(kept.flatMap(({ kind, id }) => (kind === 'order' ? id : [])))
  return pendingOrderIds.filter((id) => !retained.has(id))
}

/** Retention for a contract ends with the contract; any other reason is permanent. */
const isTemporary = ({ basis }: RetainedRecord): boolean => basis === 'contract'

function finish(request: PrivacyRequest, now: string, hashes: readonly string[]): RequestDecision {
  const { identity: _, ...rest } = request
  const waits =
    request.kind !== 'export' &&
    (request.kept.some(isTemporary) || stillErasing(request).length > 0 || request.grown)
  const ended: PrivacyRequest = waits
    ? { ...request, status: 'waiting', reviewAt: nextReview(request, now) }
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

/** The next day, or later if every reason for retention ends later. */
function nextReview({ kept }: PrivacyRequest, now: string): string {
  const tomorrow = new Date(Date.parse(now) + day).toISOString()
  const [first = tomorrow] = kept
    .filter(isTemporary)
    .map(({ until }) => until ?? tomorrow)
    .sort()
  return first > tomorrow ? first : tomorrow
}
