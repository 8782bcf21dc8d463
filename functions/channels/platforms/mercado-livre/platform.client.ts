import type { Mapped } from '../../canonical/canonical.ts'
import type { Fetched } from '../fetch/fetched.ts'
import type { PlatformDefinition } from '../platform.ts'
import { access } from './access.client.ts'
import { changes } from './changes.client.ts'
import { fetchResource } from './documents.client.ts'
import { mapClaim, mapReturn } from './map-claim.ts'
import { mapOrder } from './map-order.ts'
import { mapMessages, mapQuestion } from './map-question.ts'

/** Mercado Livre: notifications only name a resource, so everything is fetched. */
export const mercadoLivre = {
  name: 'mercado-livre',
  mapFetched: mapDocuments,
  api: { host: () => 'api.mercadolibre.com', access, fetch: fetchResource, changes },
} as const satisfies PlatformDefinition<'mercado-livre'>

function mapDocuments({ about, documents }: Fetched, account: string): Mapped {
  switch (about) {
    case 'order': {
      const { order, ...rest } = documents
      return mapOrder({ order, ...rest })
    }
    case 'claim':
      return mapClaimAndReturn(documents)
    case 'question':
      return mapQuestion(documents['question'])
    case 'message':
      return mapMessages(documents['message'], account)
    case 'payment':
      return { facts: [], unknown: [] }
    case 'shipment':
      // A shipment that names no order belongs to none; its orders have their own notifications.
      return { facts: [], unknown: [{ path: 'shipment.order_id' }] }
  }
}

function mapClaimAndReturn({ claim, return: returned }: Fetched['documents']): Mapped {
  const mapped = mapClaim(claim)
  if (returned === undefined) return mapped
  const { facts, unknown } = mapReturn(returned, claim)
  return { facts: [...mapped.facts, ...facts], unknown: [...mapped.unknown, ...unknown] }
}
