import type { complaintUnderstood, complaintWithdrawn } from '../../../events/email/thread-events.ts'
import type { EventOf } from '../../../events/envelope.ts'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import {
  type ComplaintSnapshot,
  complaintFiled,
  complaintRetracted,
} from '../../../events/quality/complaint-events.ts'
import type { Reference, Severity } from '../../../events/quality/issue-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'
import type { Report } from '../issues/report-issue.ts'

/** A customer's complaint, counted at an issue. */
export type Complaint = ComplaintSnapshot
type Understood = Pick<EventOf<typeof complaintUnderstood>, 'store' | 'data' | 'snapshot' | 'aggregate'>
type Withdrawn = Pick<EventOf<typeof complaintWithdrawn>, 'store' | 'data' | 'snapshot'>

/** The id of a complaint: one per conversation and category. */
export const complaintId = ({ store, data, snapshot }: Understood | Withdrawn): string =>
  derivedId('cmp', store, snapshot.id, data.category)

const severities: Readonly<Record<'low' | 'normal' | 'high', Severity>> = {
  low: 'minor',
  normal: 'major',
  high: 'critical',
}

/** The report of a complaint, with its order and the SKUs that it identifies. */
export function reportOf(
  { data: { category, excerpt, orderId }, snapshot }: Understood,
  skus: readonly string[],
): Report {
  const { subject, department = 'front-office', urgency = 'normal', channel } = snapshot
  const references: Reference[] = [
    ...(orderId === undefined ? [] : [{ kind: 'order' as const, value: orderId }]),
    ...skus.map((value) => ({ kind: 'sku' as const, value })),
  ]
  return {
    origin: channel === 'email' ? 'e-mail' : 'claim',
    category,
    severity: severities[urgency],
    department,
    summary: (subject || excerpt || category).slice(0, 300).toWellFormed().trim(),
    ...(excerpt === '' ? {} : { description: excerpt }),
    references: references.length > 0 ? references : [{ kind: 'channel', value: channel }],
  }
}

/** Files a complaint under its issue; a withdrawn complaint is filed again. */
export function fileComplaint(
  understood: Understood,
  retracted: Complaint | undefined,
  { skus, issueId, opened }: { skus: readonly string[]; issueId: string; opened: boolean },
  now: string,
): Decision<Complaint> {
  const { store, data, snapshot, aggregate } = understood
  const next: Complaint = {
    id: complaintId(understood),
    store,
    version: (retracted?.version ?? 0) + 1,
    threadId: snapshot.id,
    channel: snapshot.channel,
    category: data.category,
    ...(data.orderId === undefined ? {} : { orderId: data.orderId }),
    skus: [...skus],
    issueId,
    filedAt: now,
    threadVersion: aggregate.version,
  }
  return { next, events: [complaintFiled.happened({ issueId, threadId: snapshot.id, opened })] }
}

/** Withdraws a complaint: it is no longer counted. */
export const retractComplaint = (
  complaint: Complaint,
  threadVersion: number,
  now: string,
): Decision<Complaint> => ({
  next: { ...complaint, version: complaint.version + 1, withdrawnAt: now, threadVersion },
  events: [complaintRetracted.happened({ issueId: complaint.issueId, threadId: complaint.threadId })],
})

/** Categories of complaints that concern the delivery, not the goods. */
const categoriesWithoutGoods: ReadonlySet<string> = new Set(['late', 'not-received', 'service'])

/**
 * The SKUs that a complaint about an order identifies: the only SKU of the order, or those that the text names by code
 * or by a word of their title that no other line has. Empty when none can be identified.
 */
export function skusInComplaint(
  { category, text }: { readonly category: string; readonly text: string },
  lines: OrderSnapshot['lines'],
): readonly string[] {
  if (categoriesWithoutGoods.has(category)) return []
  const skus = [...new Set(lines.map(({ sku }) => sku))]
  if (skus.length <= 1) return skus
  const named = new Set(tokensOf(text))
  return skus.filter((sku) => {
    const others = new Set(lines.filter((line) => line.sku !== sku).flatMap(({ title }) => tokensOf(title)))
    const own = lines.filter((line) => line.sku === sku).flatMap(({ title }) => tokensOf(title))
    return fold(text).includes(fold(sku)) || own.some((word) => !others.has(word) && named.has(word))
  })
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Words that may name goods: four letters or more. */
const tokensOf = (text: string): string[] => fold(text).match(/[a-z]{4,}/g) ?? []
