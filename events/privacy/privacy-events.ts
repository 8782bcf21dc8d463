import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import {
  type HolderName,
  holders,
  PersonalDataReportSnapshot,
  PrivacyRequestSnapshot,
} from './privacy-schema.ts'

const count = z.int().check(z.gte(0))

const requestEvent = <
  const Type extends `privacy.${string}`,
  Data extends z.core.$ZodType<Record<string, unknown>>,
>(
  type: Type,
  summary: string,
  data: Data,
) =>
  defineEvent({
    type,
    slice: 'privacy',
    aggregate: 'privacy-request',
    summary,
    data,
    snapshot: PrivacyRequestSnapshot,
  })

export const personalDataRequested = requestEvent(
  'privacy.personal-data-requested',
  'A person requested their data or its erasure; each slice reports its records.',
  z.object({ round: count, act: z.enum(['report', 'erase']) }),
)

export const privacyRequestFinished = requestEvent(
  'privacy.request-finished',
  'Every slice reported: the data can be read, or it was erased except for retained records.',
  z.object({ kind: PrivacyRequestSnapshot.shape.kind, kept: count }),
)

const reportOf = <const Slice extends HolderName>(slice: Slice) =>
  defineEvent({
    type: `${slice}.personal-data-reported` as const,
    slice,
    aggregate: 'personal-data-report',
    summary: 'A slice reported the records it stores about a person, or what it erased of them.',
    data: z.object({ requestId: z.string(), round: count }),
    snapshot: PersonalDataReportSnapshot,
  })

/** For each slice that stores personal data, the event of its report. */
export const personalDataReported = Object.fromEntries(holders.map((slice) => [slice, reportOf(slice)])) as {
  readonly [Slice in HolderName]: ReturnType<typeof reportOf<Slice>>
}
