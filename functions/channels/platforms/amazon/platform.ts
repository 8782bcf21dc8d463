import type { PlatformDefinition } from '../platform.ts'
import { mapOrderChange } from './map-order-change.ts'

/** Amazon: notifications carry everything, so its API is not called. */
export const amazon = {
  name: 'amazon',
  mapBody: { ORDER_CHANGE: ({ body }) => mapOrderChange(body) },
} as const satisfies PlatformDefinition<'amazon'>
