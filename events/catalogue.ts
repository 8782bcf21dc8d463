import * as channels from './channels/channel-events.ts'
import { channelEventExamples } from './channels/channel-examples.ts'
import * as webhooks from './channels/webhook-events.ts'
import { webhookEventExamples } from './channels/webhook-examples.ts'
import * as email from './email/email-events.ts'
import { emailEventExamples } from './email/email-examples.ts'
import * as emailSettings from './email/email-settings-events.ts'
import { emailSettingsExamples } from './email/email-settings-examples.ts'
import * as mails from './email/mail-events.ts'
import { mailEventExamples } from './email/mail-examples.ts'
import * as models from './email/model-events.ts'
import { modelEventExamples } from './email/model-examples.ts'
import * as suppressions from './email/suppression-events.ts'
import { suppressionEventExamples } from './email/suppression-examples.ts'
import * as threads from './email/thread-events.ts'
import { threadEventExamples } from './email/thread-examples.ts'
import type { EventDefinition } from './envelope.ts'
import type { EventExample } from './example.ts'
import * as operations from './operations/operations-events.ts'
import { operationsEventExamples } from './operations/operations-examples.ts'
import * as orders from './orders/order-events.ts'
import { orderEventExamples } from './orders/order-examples.ts'
import * as sweeps from './orders/order-scan-events.ts'
import { orderScanEventExamples } from './orders/order-scan-examples.ts'
import * as privacy from './privacy/privacy-events.ts'
import { privacyEventExamples } from './privacy/privacy-examples.ts'
import * as backTests from './quality/back-test-events.ts'
import { backTestEventExamples } from './quality/back-test-examples.ts'
import * as checks from './quality/check-events.ts'
import { checkEventExamples } from './quality/check-examples.ts'
import * as complaints from './quality/complaint-events.ts'
import { complaintEventExamples } from './quality/complaint-examples.ts'
import * as defects from './quality/defect-events.ts'
import { defectEventExamples } from './quality/defect-examples.ts'
import * as issues from './quality/issue-events.ts'
import { issueEventExamples } from './quality/issue-examples.ts'
import * as quality from './quality/quality-events.ts'
import { qualityEventExamples } from './quality/quality-examples.ts'

/** An event of the suite with its example; a test fails for an event without one. */
export type CataloguedEvent = EventDefinition & { readonly example: EventExample | undefined }

/** Every module of events with its examples; a test fails for a module that is missing here. */
const families: readonly (readonly [events: object, examples: readonly EventExample[]])[] = [
  [orders, orderEventExamples],
  [sweeps, orderScanEventExamples],
  [quality, qualityEventExamples],
  [issues, issueEventExamples],
  [checks, checkEventExamples],
  [defects, defectEventExamples],
  [complaints, complaintEventExamples],
  [backTests, backTestEventExamples],
  [email, emailEventExamples],
  [mails, mailEventExamples],
  [suppressions, suppressionEventExamples],
  [threads, threadEventExamples],
  [models, modelEventExamples],
  [emailSettings, emailSettingsExamples],
  [channels, channelEventExamples],
  [webhooks, webhookEventExamples],
  [operations, operationsEventExamples],
  [privacy, privacyEventExamples],
  [privacy.personalDataReported, []],
]

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'type' in value && 'happened' in value

const examples = new Map(families.flatMap(([, some]) => some).map((example) => [example.type, example]))

/** Every event of the suite, by type. */
export const catalogue: ReadonlyMap<string, CataloguedEvent> = new Map(
  families
    .flatMap(([events]) => Object.values(events).filter(isEvent))
    .map((event) => [event.type, { ...event, example: examples.get(event.type) }]),
)
