import { globSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { $ZodType } from 'zod/v4/core'
import type { Operation } from './operations.ts'

const root = join(import.meta.dirname, '../..')

/** Folders of exported schemas: events, and the requests and views of slices. */
const places = 'events/**/*.ts,functions/**/*-requests.ts'

/**
 * The names of all schemas that the documents refer to: the name that each is exported by, or else the operation's
 * and what it is there. A name that two schemas have is qualified by the slice of the second.
 */
export async function nameSchemas(operations: readonly Operation[]): Promise<Map<$ZodType, string>> {
  const names = new Map<$ZodType, string>()
  const taken = new Set<string>()
  const name = (schema: $ZodType, wanted: string, slice: string) => {
    if (names.has(schema)) return
    const chosen = taken.has(wanted) ? `${capitalised(slice)}${wanted}` : wanted
    if (taken.has(chosen)) throw new Error(`two schemas are called ${chosen}`)
    taken.add(chosen)
    names.set(schema, chosen)
  }
  for (const path of globSync(`{${places}}`, { cwd: root }).sort()) {
    const [, slice = ''] = path.split('/')
    const exported = (await import(pathToFileURL(join(root, path)).href)) as Record<string, unknown>
    for (const [key, value] of Object.entries(exported)) {
      if (value instanceof $ZodType && /^[A-Z]/.test(key)) name(value, key, slice)
    }
  }
  for (const { id, slice, route } of operations) {
    if (route.request !== undefined) name(route.request, `${capitalised(id)}Request`, slice)
    name(route.response, `${capitalised(id)}Response`, slice)
  }
  return names
}

const capitalised = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`
