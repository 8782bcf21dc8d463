import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..', 'channels', 'platforms', 'samples')

/** A platform sample with new ids, so the suite has not seen it before. */
export interface FreshSample {
  /** Documents that the platform serves, as JSON text, by their name in the sample. */
  readonly documents: Readonly<Record<string, string>>
  /** The call body as JSON text, for platforms whose calls carry the whole order. */
  readonly body: string
  readonly topic: string
  /** The new id of each requested id. */
  readonly ids: Readonly<Record<string, string>>
  /** The expected canonical order. */
  readonly order: {
    readonly totals: { readonly total: number }
    readonly payment: { readonly status: string }
  }
}

/**
 * Reads a sample and replaces the given ids: the last digits of each are random. Numbers keep their exact text, also
 * beyond 2^53.
 */
export function freshSample(file: string, ids: readonly string[]): FreshSample {
  const drawn = ids.map((id) => [id, renewed(id)] as const)
  const read = (name: string): string =>
    drawn.reduce((text, [id, fresh]) => text.replaceAll(id, fresh), readFileSync(join(folder, name), 'utf8'))
  const sample = JSON.parse(read(`${file}.json`), substituteIds) as {
    readonly documents?: Readonly<Record<string, unknown>>
    readonly body?: unknown
    readonly topic?: string
  }
  const golden = JSON.parse(read(`${file}.mapped.json`)) as {
    readonly facts: readonly { readonly order?: FreshSample['order'] }[]
  }
  const documents = Object.entries(sample.documents ?? {}).map(([name, one]) => [name, JSON.stringify(one)])
  return {
    documents: Object.fromEntries(documents) as Record<string, string>,
    body: JSON.stringify(sample.body ?? {}),
    topic: sample.topic ?? '',
    ids: Object.fromEntries(drawn),
    order: golden.facts[0]?.order ?? { totals: { total: 0 }, payment: { status: 'pending' } },
  }
}

/** Replaces the last nine digits of the longest number in an id with random digits. */
function renewed(id: string): string {
  const numbers = [...id.matchAll(/\d+/g)].sort((a, b) => b[0].length - a[0].length)
  const [longest] = numbers
  if (longest === undefined) throw new Error(`Id ${id} contains no number.`)
  const end = longest.index + longest[0].length
  const begin = Math.max(longest.index, end - 9)
  const fresh = String(randomInt(10 ** (end - begin))).padStart(end - begin, '0')
  return id.slice(0, begin) + fresh + id.slice(end)
}

/** Not yet in TypeScript's library (TC39 "JSON.parse source text access"). */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (source: string) => unknown }

const substituteIds = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined ? rawJSON(context.source) : value
