import type { DemoReport } from './demo-report.ts'
import { answers, corrections, requests } from './mail-answers.ts'
import { createMailFixture } from './mail-fixture.ts'
import { automaticMails, complaints, unknownSenders } from './mail-steps.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * Customers' e-mail, by real SMTP and the public API: complaints, a stranger, machines, requests and praise, an answer
 * and what comes back on it, and an analyst who knows better.
 */
export async function email(endpoints: Endpoints, story: DemoReport): Promise<void> {
  const store = 'loja-azul'
  const stage = createMailFixture(endpoints, story, await openStorefront(endpoints, store), store)
  const complained = await complaints(stage)
  await unknownSenders(stage, complained)
  await automaticMails(stage, complained)
  await requests(stage)
  await answers(stage, complained)
  await corrections(stage)
}
