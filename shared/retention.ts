/** How long a class of data is stored after its last change, and on what legal basis (LGPD, art. 7 and 16). */
interface Retention {
  /** Left out for a class without personal data. */
  readonly days?: number
  readonly basis: string
}

const year = 365.25

/**
 * The classes of data. The table drops an item and its history by `ttl` when its days are over, without a write or a job
 * of the suite.
 */
export const retention = {
  /** Orders and records about them. */
  sale: {
    days: Math.ceil(6 * year),
    basis:
      'legal claims: five years (CDC, art. 27), which for taxes begin with the next year (CTN, art. 173)',
  },
  /** Mail between customers and the store. */
  correspondence: { days: Math.ceil(5 * year), basis: 'legal claims: five years (CDC, art. 27)' },
  /** Privacy requests, and what was done for them. */
  'privacy-request': {
    days: Math.ceil(5 * year),
    basis: 'legal obligation: proof of what was done (LGPD, art. 37)',
  },
  /** Copies for one purpose: reports for an export or a back-test. */
  copy: { days: 7, basis: 'the purpose of the copy, which ends by then' },
  /** Raw messages between systems, for diagnosis. */
  raw: { days: 30, basis: 'legitimate interest: to correct failures (LGPD, art. 7 IX)' },
  /** A store's own data: settings, counts, product defects. */
  business: { basis: 'no personal data' },
} as const satisfies Record<string, Retention>

export type RetentionClass = keyof typeof retention

/** When an item that changed then is dropped, in seconds since 1970; nothing if never. */
export function dropTime(keeps: RetentionClass, changedAt: string): number | undefined {
  const { days }: Retention = retention[keeps]
  return days === undefined ? undefined : Math.floor(Date.parse(changedAt) / 1000) + days * 86_400
}
