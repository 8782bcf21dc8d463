import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'

export const defectSubjects = ['sku', 'lot', 'supplier'] as const

/** The subject of a defect: it concerns every order with a line of this subject. */
export const defectSubject = { subject: z.enum(defectSubjects), value: text(64) }

/** A confirmed defect: its subject, and whether it is open or lifted. */
export const DefectSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  ...defectSubject,
  reason: text(300),
  /** The issue that revealed it. */
  issueId: z.optional(text(64)),
  status: z.enum(['open', 'lifted']),
  confirmedAt: instant,
  confirmedBy: text(120),
  lifted: z.optional(z.object({ at: instant, by: text(120), reason: text(300) })),
})
export type DefectSnapshot = z.infer<typeof DefectSnapshot>

export const defectConfirmed = defineEvent({
  type: 'quality.defect-confirmed',
  slice: 'quality',
  aggregate: 'defect',
  summary: 'A SKU, a lot or a supplier is defective: every open order that contains it is held.',
  data: z.object(defectSubject),
  snapshot: DefectSnapshot,
})

export const defectLifted = defineEvent({
  type: 'quality.defect-lifted',
  slice: 'quality',
  aggregate: 'defect',
  summary: 'The defect was lifted: exactly the holds that it placed are released.',
  data: z.object({ ...defectSubject, reason: text(300) }),
  snapshot: DefectSnapshot,
})
