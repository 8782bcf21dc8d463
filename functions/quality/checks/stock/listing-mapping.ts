import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'

/**
 * Each line's SKU maps to exactly one article that is on sale, and a kit is expanded into its parts. Otherwise the
 * picker cannot know what to pick.
 */
export const listingMapping = defineCheck({
  code: 'listing-mapping',
  number: 15,
  version: 1,
  mode: 'block',
  department: 'front-office',
  customerCanCorrect: false,
  needs: ['listings'],
  relevant: ({ lines }) => lines.map(({ sku }) => sku),
  evaluate: ({ lines }, { facts: { listings } }) => {
    const bySku = new Map(listings.map((listing) => [listing.sku, listing]))
    const unknown = new Set<string>()
    const evidence = lines.flatMap(({ sku }, n): Evidence[] => {
      const field = `lines[${n}].sku`
      const listing = bySku.get(sku)
      if (listing === undefined) unknown.add(`listings.${sku}`)
      else if (listing.mapping !== 'mapped')
        return [{ field, expected: 'a SKU of one active article', received: `${sku}, ${listing.mapping}` }]
      else if (listing.kit && !listing.expanded)
        return [{ field, expected: 'a kit as its parts', received: `${sku}, a kit not expanded` }]
      return []
    })
    return verdictOf(evidence, [...unknown])
  },
})
