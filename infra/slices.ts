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
  /** Kinds of the aggregates that it writes: the word after the store in their partition keys. */
  readonly kinds: readonly string[]
  /** Series of numbers that it takes from, one for each store. */
  readonly series?: readonly string[]
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
    kinds: ['ORDER', 'SWEEP', 'ORDERS-PRIVACY-ANSWER'],
  },
  {
    name: 'quality',
    routes: qualityApi.routes,
    reactions: qualityInbox.reactions,
    kinds: [
      'QUALITY',
      'ISSUE',
      'ISSUESUBJECT',
      'ISSUEREFERENCE',
      'CHECKSETTINGS',
      'FACTS',
      'DEFECT',
      'OPEN-DEFECTS',
      'DEFECT-SWEEP',
      'BACK-TEST',
      'EVENT-REPORT',
      'COMPLAINT',
      'QUALITY-PRIVACY-ANSWER',
    ],
    series: ['ISSUE'],
  },
  {
    name: 'email',
    routes: emailApi.routes,
    reactions: emailInbox.reactions,
    kinds: [
      'MAIL',
      'MESSAGE',
      'THREAD',
      'THREAD-REFERENCE',
      'SENDER',
      'EMAIL-SETTINGS',
      'KNOWN-ORDER',
      'KNOWN-CHANNELS',
      'SUPPRESSION',
      'LABELLED-MAIL',
      'CLASSIFIER',
      'CLASSIFIER-MODEL',
      'EMAIL-PRIVACY-ANSWER',
    ],
    // No customer misses a second, and what SES says of each mail comes as messages, too: batches cost, not messages.
    gatherSeconds: 1,
  },
  {
    name: 'channels',
    routes: channelsApi.routes,
    reactions: channelsInbox.reactions,
    kinds: [
      'CONNECTION',
      'DELIVERY',
      'CHANNEL-ORDER',
      'CHANNEL-CLAIM',
      'CHANNEL-QUESTION',
      'CHANNEL-SWEEP',
      'SUBSCRIPTION',
      'SUBSCRIPTIONS',
      'WEBHOOK',
      'CHANNELS-PRIVACY-ANSWER',
    ],
  },
  {
    name: 'privacy',
    routes: privacyApi.routes,
    reactions: privacyInbox.reactions,
    kinds: ['PRIVACY-REQUEST', 'PRIVACY-EXPORT'],
    forgetsKeys: true,
  },
]
