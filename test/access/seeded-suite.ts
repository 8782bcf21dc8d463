import { type Suite, startSuite } from '../support/suite/suite.ts'
import { startWebhookReceiver } from '../support/webhook-receiver.ts'
import { type SeededResources, seedStoreA } from './store-a-resources.ts'

/** The suite with one resource of each kind that a path can name, all of one store. */
export interface SeededSuite {
  readonly suite: Suite
  readonly resources: SeededResources
  stop(): Promise<void>
}

/** Starts the suite and seeds it; a local subscriber accepts webhooks, so that none is retried. */
export async function startSeededSuite(): Promise<SeededSuite> {
  const [suite, subscriber] = await Promise.all([startSuite(), startWebhookReceiver()])
  return {
    suite,
    resources: await seedStoreA(suite, subscriber.url),
    async stop() {
      await suite.stop()
      await subscriber.stop()
    },
  }
}
