import * as z from 'zod/mini'
import { looseText, text } from '../../events/fields.ts'
import { ReportedRecord, holders, PrivacyRequestSnapshot } from '../../events/privacy/privacy-schema.ts'
import type { PrivacyRequest } from './request.ts'

const some = (length: number) => z._default(z.array(looseText(length)).check(z.maxLength(10)), [])

/** Whom it is about: at least one document, e-mail address or telephone number of theirs. */
const Person = z
  .strictObject({ documents: some(24), emails: some(254), phones: some(30) })
  .check(
    z.refine(
      ({ documents, emails, phones }) =>
        [...documents, ...emails, ...phones].some((one) => /[0-9a-z]/i.test(one)),
      'at least one document, e-mail address or telephone number',
    ),
  )

/** A request on a person's behalf, once the store has made sure that it comes from them. */
export const OpenPrivacyRequest = z.strictObject({
  kind: z.enum(['export', 'erasure']),
  person: Person,
  /** How the person asked, and how they proved who they are. */
  note: z.optional(text(300)),
})

/** Nothing is needed; a note says of which restore it is. */
export const ReapplyErasures = z.strictObject({ note: z.optional(text(300)) })
export const Reapplied = z.object({ requestIds: z.array(z.string()) })

export const PrivacyRequestPath = z.strictObject({ requestId: text(64) })

export const ListPrivacyRequestsQuery = z.strictObject({
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
})

/** A request as the API shows it: what was found, what was erased, and what is kept with the reason. */
export const PrivacyRequestView = z.pick(PrivacyRequestSnapshot, {
  id: true,
  version: true,
  kind: true,
  status: true,
  note: true,
  erasedBefore: true,
  found: true,
  erased: true,
  kept: true,
  requestedAt: true,
  requestedBy: true,
  updatedAt: true,
  finishedAt: true,
  reviewAt: true,
})
export type PrivacyRequestView = z.infer<typeof PrivacyRequestView>

export const PrivacyRequestList = z.object({
  items: z.array(PrivacyRequestView),
  nextCursor: z.optional(z.string()),
})

/** All that the suite holds of a person, by the slice that holds it. */
export const PersonalData = z.object({
  requestId: z.string(),
  /** False while slices are still asked, and once the data is no longer kept here. */
  complete: z.boolean(),
  slices: z.array(z.object({ slice: z.enum(holders), records: z.array(ReportedRecord) })),
})

/** Whom it is about is not shown: who reads the list of requests need not know. */
export function toRequestView(request: PrivacyRequest): PrivacyRequestView {
  const { id, version, kind, status, note, found, erased, kept } = request
  const { erasedBefore, requestedAt, requestedBy, updatedAt, finishedAt, reviewAt } = request
  return {
    id,
    version,
    kind,
    status,
    ...(note === undefined ? {} : { note }),
    ...(erasedBefore === undefined ? {} : { erasedBefore }),
    found,
    erased,
    kept,
    requestedAt,
    requestedBy,
    updatedAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(reviewAt === undefined ? {} : { reviewAt }),
  }
}
