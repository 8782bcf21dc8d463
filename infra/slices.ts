import * as channelsApi from '../functions/channels/api.ts'
import * as channelsInbox from '../functions/channels/inbox.ts'
import * as emailApi from '../functions/email/api.ts'
import * as emailInbox from '../functions/email/inbox.ts'
import * as ordersApi from '../functions/orders/api.ts'
import * as ordersInbox from '../functions/orders/inbox.ts'
import * as privacyApi from '../functions/privacy/api.ts'
import * as privacyInbox from '../functions/privacy/inbox.ts'
import * as qualityApi from '../functions/quality/api.ts'
import * as qualityInbox from '../functions/quality/inbox.ts'
import type { Route } from '../shared/http/route.ts'
import type { AnyReaction } from '../shared/inbox/reaction.ts'

/** What the deployment needs of a slice. */
export interface SliceDefinition {
  readonly name: 'orders' | 'quality' | 'email' | 'channels' | 'privacy'
  readonly routes: readonly Route[]
  readonly reactions: readonly AnyReaction[]
  /** Its inbox may delete the keys of erased persons. */
  readonly forgetsKeys?: boolean
  /** Batching window of its inbox in seconds; none by default, because people wait for the result. */
  readonly gatherSeconds?: number
}

/** Every slice of the suite, in deployment order. */
export const slices: readonly SliceDefinition[] = [
  {
    name: 'orders',
    routes: ordersApi.routes,
    reactions: ordersInbox.reactions,
  },
  {
    name: 'quality',
    routes: qualityApi.routes,
    reactions: qualityInbox.reactions,
  },
  {
    name: 'email',
    routes: emailApi.routes,
    reactions: emailInbox.reactions,
    // Customers do not notice a second, and SES sends an event for each mail: batches reduce the cost.
    gatherSeconds: 1,
  },
  {
    name: 'channels',
    routes: channelsApi.routes,
    reactions: channelsInbox.reactions,
  },
  {
    name: 'privacy',
    routes: privacyApi.routes,
    reactions: privacyInbox.reactions,
    forgetsKeys: true,
  },
]
