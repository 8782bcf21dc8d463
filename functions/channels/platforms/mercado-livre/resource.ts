import { DomainError } from '../../../../shared/domain-error.ts'

/** The resource of a notification and its id: digits only, so no notification can redirect a request. */
export interface Resource {
  readonly about: 'order' | 'shipment' | 'claim' | 'question' | 'message'
  readonly id: string
}

const patterns: readonly (readonly [Resource['about'], RegExp])[] = [
  ['order', /^\/?orders\/(\d{1,20})$/],
  ['shipment', /^\/?shipments\/(\d{1,20})$/],
  ['claim', /^\/?post-purchase\/v\d\/claims\/(\d{1,20})(?:\/returns)?$/],
  ['question', /^\/?questions\/(\d{1,20})$/],
]

/** Parses the resource of a notification; the leading slash is optional. Error: `platform-refused`. */
export function resourceOf(topic: string, resource: string): Resource {
  for (const [about, pattern] of patterns) {
    const id = pattern.exec(resource)?.[1]
    if (id !== undefined) return { about, id }
  }
  const message = /^\/?(?:messages\/)?([0-9a-f]{8,64})$/.exec(resource)?.[1]
  if (topic.startsWith('messages') && message !== undefined) return { about: 'message', id: message }
  throw new DomainError('platform-refused', `Resource of ${topic} cannot be fetched.`)
}
