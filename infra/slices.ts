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

/** What the deployment needs to know of a slice. */
export interface SliceDefinition {
  readonly name: 'orders' | 'quality' | 'email' | 'channels' | 'privacy'
  readonly routes: readonly Route[]
  readonly reactions: readonly AnyReaction[]
  /** Its inbox may forget the keys of persons who are erased. */
  readonly forgetsKeys?: boolean
  /** Seconds for which its inbox may wait until a batch is full; none unless said, since people wait for it. */
  readonly gatherSeconds?: number
}

/** Every slice of the suite, in the order in which they are deployed. */
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
    // No customer misses a second, and what SES says of each mail comes as messages, too: batches cost, not messages.
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
