import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { holders } from '../../events/privacy/privacy-schema.ts'
import { deployedFunctions } from '../../infra/deployed-functions.ts'
import type { Route } from '../../shared/http/route.ts'
import type { AnyReaction } from '../../shared/inbox/reaction.ts'

export const projectRoot = join(import.meta.dirname, '../..')

/** A file under functions/ whose name marks it as a handler. */
export interface HandlerFile {
  /** From the project's root, such as `functions/orders/order/place-order.http.ts`. */
  readonly path: string
  /** The slice's folder. */
  readonly slice: string
  readonly kind: 'http' | 'event' | 'cron' | 'stream' | 'mail' | 'token'
  readonly exports: readonly unknown[]
}

/** All handler files, loaded. */
export function loadHandlerFiles(): Promise<HandlerFile[]> {
  const paths = globSync('functions/**/*.{http,event,cron,stream,mail,token}.ts', { cwd: projectRoot }).sort()
  return Promise.all(
    paths.map(async (path) => {
      const loaded = (await import(join(projectRoot, path))) as Record<string, unknown>
      const [, slice = '', kind = ''] = /^functions\/([^/]+)\/.*\.(\w+)\.ts$/.exec(path) ?? []
      return { path, slice, kind: kind as HandlerFile['kind'], exports: Object.values(loaded) }
    }),
  )
}

/** The handler of each deployed function's entry file, with its folder. */
export function loadHandlers(): Promise<{ readonly slice: string; readonly handler: unknown }[]> {
  return Promise.all(
    Object.values(deployedFunctions).map(async (entry) => {
      const { handler } = (await import(join(projectRoot, entry))) as { readonly handler: unknown }
      return { slice: entry.split('/')[1] ?? '', handler }
    }),
  )
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

export const isRoute = (value: unknown): value is Route =>
  isObject(value) && 'method' in value && 'path' in value && 'run' in value

export const isReaction = (value: unknown): value is AnyReaction =>
  isObject(value) && 'name' in value && 'run' in value && ('on' in value || 'onAws' in value)

/** The aggregate kinds that a slice's stores declare, read from the sources. */
export function kindsInSources(slice: string): string[] {
  const named = globSync([`functions/${slice}/**/*.store.ts`, 'shared/*.store.ts'], { cwd: projectRoot })
    .flatMap((path) => [
      ...readFileSync(join(projectRoot, path), 'utf8').matchAll(
        /AggregateKind<\w+> = \{\s*name: '([^']+)',\s*slice: '([^']+)'/g,
      ),
    ])
    .flatMap(([, kind = '', owner]) => (owner === slice ? kind : []))
  // Shared code stores the reports of every slice with personal data.
  const reports = holders
    .filter((holder) => holder === slice)
    .map((holder) => `${holder.toUpperCase()}-PRIVACY-ANSWER`)
  return [...named, ...reports].sort()
}
