import type { DemoReport } from './demo-report.ts'
import { answers, corrections, requests } from './mail-answers.ts'
import { createMailFixture } from './mail-fixture.ts'
import { automaticMails, complaints, unknownSenders } from './mail-steps.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * E-mail demo over SMTP and the public API: complaints, an unknown sender, automatic mails, requests and praise, a reply
 * with its answer, and a category corrected by an analyst.
 */
export async function email(endpoints: Endpoints, report: DemoReport): Promise<void> {
  const store = 'loja-azul'
  const fixture = createMailFixture(endpoints, report, await openStorefront(endpoints, store), store)
  const complained = await complaints(fixture)
  await unknownSenders(fixture, complained)
  await automaticMails(fixture, complained)
  await requests(fixture)
  await answers(fixture, complained)
  await corrections(fixture)
}
