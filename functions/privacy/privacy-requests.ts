import * as z from 'zod/mini'
import { looseText, text } from '../../events/fields.ts'
import { holders, PrivacyRequestSnapshot, ReportedRecord } from '../../events/privacy/privacy-schema.ts'
import type { PrivacyRequest } from './request.ts'

const some = (length: number) => z._default(z.array(looseText(length)).check(z.maxLength(10)), [])

/** The person it is about: at least one document, e-mail address or phone number. */
const Person = z
  .strictObject({ documents: some(24), emails: some(254), phones: some(30) })
  .check(
    z.refine(
      ({ documents, emails, phones }) =>
        [...documents, ...emails, ...phones].some((one) => /[0-9a-z]/i.test(one)),
      'at least one document, e-mail address or phone number',
    ),
  )

/** A request on a person's behalf; the store must have verified their identity. */
export const OpenPrivacyRequest = z.strictObject({
  kind: z.enum(['export', 'erasure']),
  person: Person,
  /** How the person made the request, and how they proved their identity. */
  note: z.optional(text(300)),
})

/** Every field is optional; a note can name the restore. */
export const ReapplyErasures = z.strictObject({ note: z.optional(text(300)) })
export const Reapplied = z.object({ requestIds: z.array(z.string()) })

export const PrivacyRequestPath = z.strictObject({ requestId: text(64) })

export const ListPrivacyRequestsQuery = z.strictObject({
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
})

/** A request as the API returns it: what was found, what was erased, and what is retained with the reason. */
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

/** All data that the suite stores about a person, by slice. */
export const PersonalData = z.object({
  requestId: z.string(),
  /** False until every slice reported, and after the export expired. */
  complete: z.boolean(),
  slices: z.array(z.object({ slice: z.enum(holders), records: z.array(ReportedRecord) })),
})

/** Leaves the person out: a reader of requests need not see them. */
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
