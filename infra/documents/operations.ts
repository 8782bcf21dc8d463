import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Route } from '../../shared/http/route.ts'
import { docstringAbove } from './docstring.ts'

/** A route with its file's name and docstring. */
export interface Operation {
  readonly slice: string
  /** From the file's name: `place-order.http.ts` is `placeOrder`. */
  readonly id: string
  /** The docstring over the route. */
  readonly description: string
  readonly route: Route
}

const functions = join(import.meta.dirname, '../../functions')

/** Every route of every slice, by path and method. Errors: a route in the slice's `api.ts` that no file holds. */
export async function findOperations(): Promise<Operation[]> {
  const operations: Operation[] = []
  for (const api of globSync('*/api.ts', { cwd: functions }).sort()) {
    const slice = dirname(api)
    const { routes = [] } = (await load(join(functions, api))) as { routes?: readonly Route[] }
    const found = await operationsOf(slice, new Set(routes))
    const lost = routes.find((route) => !found.some((operation) => operation.route === route))
    if (lost !== undefined)
      throw new Error(`${lost.method} ${lost.path} is in ${api}, but no .http.ts file beside it exports it`)
    operations.push(...found)
  }
  return operations.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
}

async function operationsOf(slice: string, routes: ReadonlySet<unknown>): Promise<Operation[]> {
  const operations: Operation[] = []
  for (const file of globSync('**/*.http.ts', { cwd: join(functions, slice) })) {
    const path = join(functions, slice, file)
    const source = await readFile(path, 'utf8')
    for (const [name, value] of Object.entries(await load(path))) {
      if (!routes.has(value)) continue
      const id = camelCase(basename(file, '.http.ts'))
      operations.push({
        slice,
        id,
        description: docstringAbove(source, `export const ${name} =`),
        route: value as Route,
      })
    }
  }
  return operations
}

const load = async (path: string): Promise<Record<string, unknown>> =>
  (await import(pathToFileURL(path).href)) as Record<string, unknown>

const camelCase = (name: string): string =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
const sortKey = ({ route }: Operation): string => `${route.path} ${route.method}`
