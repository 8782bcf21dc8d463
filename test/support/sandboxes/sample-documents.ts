import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asWritten } from './as-written.ts'
import type { PlatformSandbox, SampleDocument, SampleDocuments } from './platform-sandbox.ts'
import { platformSandboxes, type Sandboxes, type SandboxName } from './sandboxes.ts'

const folder = join(import.meta.dirname, '..', '..', 'channels', 'platforms', 'samples')

/** The accounts that the samples belong to. */
export const sampleAccounts = Object.fromEntries(
  Object.entries(platformSandboxes).map(([name, { account }]) => [name, account]),
)

/** Puts the samples of all platforms into their sandboxes, at the platform's paths. */
export function putSamples(sandboxes: Pick<Sandboxes, 'put'>): void {
  for (const [name, { documents: paths }] of Object.entries<PlatformSandbox>(platformSandboxes)) {
    for (const file of readdirSync(join(folder, name)).filter((one) => /^[^.]+\.json$/.test(one))) {
      const documents = documentsOf(readFileSync(join(folder, name, file), 'utf8'))
      for (const [kind, document] of Object.entries(documents)) {
        const path = paths[kind]?.(document, documents)
        if (path !== undefined) sandboxes.put(name as SandboxName, path, JSON.stringify(document))
      }
    }
  }
}

interface Sample {
  readonly documents?: SampleDocuments
  readonly topic?: string
  readonly body?: SampleDocument
}

/** A sample holds fetched documents, or a call whose body is the order itself. */
function documentsOf(text: string): SampleDocuments {
  const { documents, topic = '', body } = asWritten(text) as Sample
  if (documents !== undefined) return documents
  return body !== undefined && /^orders?[./](?!deleted)/.test(topic) ? { order: body } : {}
}
