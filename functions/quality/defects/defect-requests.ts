import * as z from 'zod/mini'
import { instant, text } from '../../../events/fields.ts'
import { Tally } from '../../../events/orders/order-scan-events.ts'
import { DefectSnapshot, defectSubject } from '../../../events/quality/defect-events.ts'
import type { Defect, DefectScan } from './defect.ts'

export const ConfirmDefectRequest = z.strictObject({
  ...defectSubject,
  reason: text(300),
  /** The issue that revealed the defect. */
  issueId: z.optional(text(64)),
})
export const LiftDefectRequest = z.strictObject({ reason: text(300) })
export const DefectPath = z.strictObject({ defectId: text(64) })

/** A defect, and the progress of the scan of open orders that holds or releases them. */
export const DefectView = z.object({
  ...DefectSnapshot.shape,
  /** Absent until the scan has started. */
  scan: z.optional(
    z.object({
      purpose: z.enum(['hold', 'release']),
      status: z.enum(['running', 'finished']),
      /** Open orders scanned. */
      seen: z.int(),
      /** Orders held, and the sum of their totals in cents. */
      held: Tally,
      released: Tally,
      updatedAt: instant,
    }),
  ),
})
/** The open defects. */
export const OpenDefectsView = z.object({
  items: z.array(z.object({ id: z.string(), ...defectSubject })),
})

type DefectView = z.infer<typeof DefectView>

export function toDefectView(defect: Defect, progress?: DefectScan): DefectView {
  if (progress === undefined) return { ...defect }
  const { purpose, status, seen, held, released, updatedAt } = progress.scan
  return { ...defect, scan: { purpose, status, seen, held, released, updatedAt } }
}
