import * as ordersApi from '../functions/orders/api.ts'
import * as ordersInbox from '../functions/orders/inbox.ts'
import { orders } from '../functions/orders/order.store.ts'
import * as qualityApi from '../functions/quality/api.ts'
import * as qualityInbox from '../functions/quality/inbox.ts'
import { issues, runs } from '../functions/quality/quality.store.ts'
import type { Route } from '../shared/http/route.ts'
import type { AnyReaction } from '../shared/inbox/reaction.ts'

/** What the deployment needs to know of a slice, from the slice itself. */
export interface SliceDefinition {
  readonly name: 'orders' | 'quality'
  readonly routes: readonly Route[]
  readonly reactions: readonly AnyReaction[]
  /** Kinds of the aggregates that it writes: the word after the store in their partition keys. */
  readonly kinds: readonly string[]
}

/** Every slice of the suite. */
export const slices: readonly SliceDefinition[] = [
  { name: 'orders', routes: ordersApi.routes, reactions: ordersInbox.reactions, kinds: [orders.name] },
  {
    name: 'quality',
    routes: qualityApi.routes,
    reactions: qualityInbox.reactions,
    kinds: [runs.name, issues.name],
  },
]
