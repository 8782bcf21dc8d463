import { type ComplaintSnapshot, complaintFiled } from '../../events/complaint-events.ts'
import type { EventOf } from '../../events/envelope.ts'
import type { Reference, Severity } from '../../events/issue-events.ts'
import type { OrderSnapshot } from '../../events/order-schema.ts'
import type { complaintUnderstood } from '../../events/thread-events.ts'
import type { Decision } from '../../shared/decision.ts'
import { derivedId } from '../../shared/ids.ts'
import type { Report } from './report-issue.ts'

/** A customer's complaint, counted at an issue. */
export type Complaint = ComplaintSnapshot
type Understood = Pick<EventOf<typeof complaintUnderstood>, 'store' | 'data' | 'snapshot'>

/** The id of a complaint: one for each conversation and what it complains of. */
export const complaintId = ({ store, data, snapshot }: Understood): string =>
  derivedId('cmp', store, snapshot.id, data.category)

const severities: Readonly<Record<'low' | 'normal' | 'high', Severity>> = {
  low: 'minor',
  normal: 'major',
  high: 'critical',
}

/** What a complaint is reported as: about its order and those of its SKUs that it can only mean or names. */
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

/** Files a complaint under the issue that it opened or joined. */
export function fileComplaint(
  understood: Understood,
  { skus, issueId, opened }: { skus: readonly string[]; issueId: string; opened: boolean },
  now: string,
): Decision<Complaint> {
  const { store, data, snapshot } = understood
  const next: Complaint = {
    id: complaintId(understood),
    store,
    version: 1,
    threadId: snapshot.id,
    channel: snapshot.channel,
    category: data.category,
    ...(data.orderId === undefined ? {} : { orderId: data.orderId }),
    skus: [...skus],
    issueId,
    filedAt: now,
  }
  return { next, events: [complaintFiled.happened({ issueId, threadId: snapshot.id, opened })] }
}

/** Complaints about the way of an order are about none of its goods. */
const aboutNoGoods: ReadonlySet<string> = new Set(['late', 'not-received', 'service'])

/**
 * The SKUs that a complaint about an order means: the only one, or those that its words name by code or by a word of
 * their title that no other line has. None when it cannot be told.
 */
export function skusMeant(
  { category, words }: { readonly category: string; readonly words: string },
  lines: OrderSnapshot['lines'],
): readonly string[] {
  if (aboutNoGoods.has(category)) return []
  const skus = [...new Set(lines.map(({ sku }) => sku))]
  if (skus.length <= 1) return skus
  const said = new Set(wordsOf(words))
  return skus.filter((sku) => {
    const others = new Set(lines.filter((line) => line.sku !== sku).flatMap(({ title }) => wordsOf(title)))
    const own = lines.filter((line) => line.sku === sku).flatMap(({ title }) => wordsOf(title))
    return fold(words).includes(fold(sku)) || own.some((word) => !others.has(word) && said.has(word))
  })
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Words that may name goods: of four letters and more. */
const wordsOf = (text: string): string[] => fold(text).match(/[a-z]{4,}/g) ?? []
