import type { PlatformDefinition } from '../platform.ts'
import { mapPush } from './map-push.ts'

/** Shopee: pushes carry everything, so its API is not called. */
export const shopee = {
  name: 'shopee',
  mapBody: { 'code-3': ({ body }) => mapPush(body), 'code-4': ({ body }) => mapPush(body) },
} as const satisfies PlatformDefinition<'shopee'>
