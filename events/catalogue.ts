import * as backTests from './back-test-events.ts'
import { backTestEventExamples } from './back-test-examples.ts'
import * as checks from './check-events.ts'
import { checkEventExamples } from './check-examples.ts'
import * as defects from './defect-events.ts'
import { defectEventExamples } from './defect-examples.ts'
import * as email from './email-events.ts'
import { emailEventExamples } from './email-examples.ts'
import type { EventDefinition } from './envelope.ts'
import type { EventExample } from './example.ts'
import * as issues from './issue-events.ts'
import { issueEventExamples } from './issue-examples.ts'
import * as orders from './order-events.ts'
import { orderEventExamples } from './order-examples.ts'
import * as privacy from './privacy-events.ts'
import { privacyEventExamples } from './privacy-examples.ts'
import * as quality from './quality-events.ts'
import { qualityEventExamples } from './quality-examples.ts'
import * as sweeps from './sweep-events.ts'
import { sweepEventExamples } from './sweep-examples.ts'

/** An event of the suite with its example; without one it is not in order, and a test says so. */
export type CataloguedEvent = EventDefinition & { readonly example: EventExample | undefined }

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'type' in value && 'happened' in value

const examples = new Map(
  [
    ...orderEventExamples,
    ...sweepEventExamples,
    ...qualityEventExamples,
    ...issueEventExamples,
    ...checkEventExamples,
    ...defectEventExamples,
    ...backTestEventExamples,
    ...emailEventExamples,
    ...privacyEventExamples,
  ].map((example) => [example.type, example]),
)

/** Every event of the suite, by type. */
export const catalogue: ReadonlyMap<string, CataloguedEvent> = new Map(
  [orders, sweeps, quality, issues, checks, defects, backTests, email, privacy]
    .flatMap((family) => Object.values(family).filter(isEvent))
    .map((event) => [event.type, { ...event, example: examples.get(event.type) }]),
)
