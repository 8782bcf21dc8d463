import * as backTests from './back-test-events.ts'
import { backTestEventExamples } from './back-test-examples.ts'
import * as channels from './channel-events.ts'
import { channelEventExamples } from './channel-examples.ts'
import * as checks from './check-events.ts'
import { checkEventExamples } from './check-examples.ts'
import * as complaints from './complaint-events.ts'
import { complaintEventExamples } from './complaint-examples.ts'
import * as defects from './defect-events.ts'
import { defectEventExamples } from './defect-examples.ts'
import * as email from './email-events.ts'
import { emailEventExamples } from './email-examples.ts'
import * as emailSettings from './email-settings-events.ts'
import { emailSettingsExamples } from './email-settings-examples.ts'
import type { EventDefinition } from './envelope.ts'
import type { EventExample } from './example.ts'
import * as issues from './issue-events.ts'
import { issueEventExamples } from './issue-examples.ts'
import * as mails from './mail-events.ts'
import { mailEventExamples } from './mail-examples.ts'
import * as models from './model-events.ts'
import { modelEventExamples } from './model-examples.ts'
import * as operations from './operations-events.ts'
import { operationsEventExamples } from './operations-examples.ts'
import * as orders from './order-events.ts'
import { orderEventExamples } from './order-examples.ts'
import * as privacy from './privacy-events.ts'
import { privacyEventExamples } from './privacy-examples.ts'
import * as quality from './quality-events.ts'
import { qualityEventExamples } from './quality-examples.ts'
import * as suppressions from './suppression-events.ts'
import { suppressionEventExamples } from './suppression-examples.ts'
import * as sweeps from './sweep-events.ts'
import { sweepEventExamples } from './sweep-examples.ts'
import * as threads from './thread-events.ts'
import { threadEventExamples } from './thread-examples.ts'
import * as webhooks from './webhook-events.ts'
import { webhookEventExamples } from './webhook-examples.ts'

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
    ...complaintEventExamples,
    ...backTestEventExamples,
    ...emailEventExamples,
    ...operationsEventExamples,
    ...channelEventExamples,
    ...webhookEventExamples,
    ...modelEventExamples,
    ...mailEventExamples,
    ...suppressionEventExamples,
    ...threadEventExamples,
    ...emailSettingsExamples,
    ...privacyEventExamples,
  ].map((example) => [example.type, example]),
)

/** Every event of the suite, by type. */
export const catalogue: ReadonlyMap<string, CataloguedEvent> = new Map(
  [
    orders,
    sweeps,
    quality,
    issues,
    checks,
    defects,
    complaints,
    backTests,
    email,
    mails,
    suppressions,
    threads,
    models,
    emailSettings,
    channels,
    webhooks,
    operations,
    privacy,
  ]
    .flatMap((family) => Object.values(family).filter(isEvent))
    .map((event) => [event.type, { ...event, example: examples.get(event.type) }]),
)
