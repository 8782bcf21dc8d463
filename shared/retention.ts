/** How long a kind of data is kept after it last changed, and what allows that (LGPD, art. 7 and 16). */
interface Retention {
  /** Left out where no person's data is in it. */
  readonly days?: number
  readonly basis: string
}

const year = 365.25

/**
 * The classes of data. The table drops an item by itself when its days are over (its `ttl`), and with it what is filed
 * of it; that takes no write and no run of ours.
 */
export const retention = {
  /** Orders and what is said of them. */
  sale: {
    days: Math.ceil(6 * year),
    basis:
      'legal claims: five years (CDC, art. 27), which for taxes begin with the next year (CTN, art. 173)',
  },
  /** What customers and the store wrote to one another. */
  correspondence: { days: Math.ceil(5 * year), basis: 'legal claims: five years (CDC, art. 27)' },
  /** What was asked about a person's data, and what was done. */
  'privacy-request': {
    days: Math.ceil(5 * year),
    basis: 'legal obligation: proof of what was done (LGPD, art. 37)',
  },
  /** Copies that are made for one purpose: what was told for an export or a back-test. */
  copy: { days: 7, basis: 'the purpose that it was made for, which is over by then' },
  /** What machines said to one another, as it came or went: for looking twice. */
  raw: { days: 30, basis: 'legitimate interest: to mend what went wrong (LGPD, art. 7 IX)' },
  /** How a store works: settings, counts, defects of products. */
  business: { basis: 'nobody’s personal data' },
} as const satisfies Record<string, Retention>

export type RetentionClass = keyof typeof retention

/** When something that changed then is to be dropped, in seconds since 1970; nothing where it stays. */
export function dropTime(keeps: RetentionClass, changedAt: string): number | undefined {
  const { days }: Retention = retention[keeps]
  return days === undefined ? undefined : Math.floor(Date.parse(changedAt) / 1000) + days * 86_400
}
