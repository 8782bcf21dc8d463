import type { Story } from './expectation.ts'
import { answers, corrections, requests } from './mail-answers.ts'
import { complaints, machines, strangers } from './mail-chapters.ts'
import { setMailStage } from './mail-stage.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * Customers' e-mail, by real SMTP and the public API: complaints, a stranger, machines, requests and praise, an answer
 * and what comes back on it, and an analyst who knows better.
 */
export async function email(endpoints: Endpoints, story: Story): Promise<void> {
  const store = 'loja-azul'
  const stage = setMailStage(endpoints, story, await openStorefront(endpoints, store), store)
  const complained = await complaints(stage)
  await strangers(stage, complained)
  await machines(stage, complained)
  await requests(stage)
  await answers(stage, complained)
  await corrections(stage)
}
