import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..', 'channels', 'platforms', 'samples')

/** A sample of a platform about things that nobody has heard of yet. */
export interface FreshSample {
  /** What the platform serves, as JSON text, by what the sample calls it. */
  readonly documents: Readonly<Record<string, string>>
  /** What it sends, as JSON text, where its calls bring everything. */
  readonly body: string
  readonly topic: string
  /** The new id of each id that was asked for. */
  readonly ids: Readonly<Record<string, string>>
  /** The canonical order that it must map to. */
  readonly order: {
    readonly totals: { readonly total: number }
    readonly payment: { readonly status: string }
  }
}

/**
 * A sample with new ids in the place of some: the last digits of each are drawn anew. Numbers stay as they are written,
 * beyond 2^53 and to the last digit.
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

/** The same kind of id, with the last nine digits of its longest number drawn anew. */
function renewed(id: string): string {
  const numbers = [...id.matchAll(/\d+/g)].sort((a, b) => b[0].length - a[0].length)
  const [longest] = numbers
  if (longest === undefined) throw new Error(`an id with a number in it is expected, not ${id}`)
  const end = longest.index + longest[0].length
  const begin = Math.max(longest.index, end - 9)
  const fresh = String(randomInt(10 ** (end - begin))).padStart(end - begin, '0')
  return id.slice(0, begin) + fresh + id.slice(end)
}

/** Not yet in TypeScript's library (TC39 "JSON.parse source text access"). */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (source: string) => unknown }

const substituteIds = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined ? rawJSON(context.source) : value
