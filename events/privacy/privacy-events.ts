import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { type HolderName, PersonalDataReportSnapshot, PrivacyRequestSnapshot } from './privacy-schema.ts'

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
  'A person asks for their data or for its erasure: each slice answers for what it holds.',
  z.object({ round: count, act: z.enum(['tell', 'erase']) }),
)

export const privacyRequestFinished = requestEvent(
  'privacy.request-finished',
  'Every slice has answered: the data is there to be read, or it is erased but for what is kept, with the reason.',
  z.object({ kind: PrivacyRequestSnapshot.shape.kind, kept: count }),
)

const reportOf = <const Slice extends HolderName>(slice: Slice) =>
  defineEvent({
    type: `${slice}.personal-data-reported` as const,
    slice,
    aggregate: 'privacy-answer',
    summary: 'What this slice holds of a person, or what became of it: an answer to a request of privacy.',
    data: z.object({ requestId: z.string(), round: count }),
    snapshot: PersonalDataReportSnapshot,
  })

export const ordersPersonalDataReported = reportOf('orders')
export const qualityPersonalDataReported = reportOf('quality')
export const channelsPersonalDataReported = reportOf('channels')
export const emailPersonalDataReported = reportOf('email')
