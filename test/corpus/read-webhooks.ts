import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Real calls and responses of platforms, stored beside the repository (see SOURCES.md there). */
export const webhooksFolder = join(import.meta.dirname, '../../../shared/fixtures/webhooks')

export const areWebhooksPresent = existsSync(webhooksFolder)

/** A file of the corpus: its path without the extension, such as `shopify/refund_1`, and its text. */
export interface WebhookFile {
  readonly path: string
  readonly text: string
}

/** Every file of the corpus, by path. */
export const readWebhooks = (): WebhookFile[] =>
  readdirSync(webhooksFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .toSorted()
    .map((path) => ({
      path: path.replaceAll('\\', '/').replace('.json', ''),
      text: readFileSync(join(webhooksFolder, path), 'utf8'),
    }))
