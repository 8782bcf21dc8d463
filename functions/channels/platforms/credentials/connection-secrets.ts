/** What proves a platform to us and us to a platform; only ever in the parameter store and in memory. */
export interface ConnectionSecrets {
  /** Signs the platform's calls, or stands in their path. */
  readonly current: string
  /** The one before it, and until when it is taken too (UTC ISO-8601). */
  readonly previous?: string | undefined
  readonly previousUntil?: string | undefined
  /** For fetching back: what each platform's API asks for. */
  readonly accessToken?: string | undefined
  readonly refreshToken?: string | undefined
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
}

/** A new secret, new credentials, or both; what is left out stays. */
export interface NewSecrets extends Partial<Omit<ConnectionSecrets, 'current' | 'previous'>> {
  readonly webhook?: string | undefined
}

/** The secrets after a change: with a new webhook secret the one before stays until `previousUntil`, if that is given. */
export function rotated(
  existing: ConnectionSecrets,
  { webhook, previousUntil, ...given }: NewSecrets,
): ConnectionSecrets {
  const credentials = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  if (webhook === undefined || webhook === existing.current) return { ...existing, ...credentials }
  const { previous: _, previousUntil: __, ...rest } = existing
  const before = previousUntil === undefined ? {} : { previous: existing.current, previousUntil }
  return { ...rest, ...credentials, current: webhook, ...before }
}

/** The secrets that a call may be proven with at a time, the current one first. */
export const validAt = (
  { current, previous, previousUntil }: ConnectionSecrets,
  now: string,
): readonly string[] =>
  previous !== undefined && previousUntil !== undefined && now < previousUntil
    ? [current, previous]
    : [current]
