/** The secrets of a connection: the platform's and ours. Only in the parameter store and in memory. */
export interface ConnectionSecrets {
  /** Signs the platform's calls, or is part of their path. */
  readonly current: string
  /** The previous secret, and how long it is accepted too (UTC ISO-8601). */
  readonly previous?: string | undefined
  readonly previousUntil?: string | undefined
  /** Credentials for the platform's API; each platform needs some of them. */
  readonly accessToken?: string | undefined
  readonly refreshToken?: string | undefined
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
}

/** A new secret, new credentials, or both; what is absent stays. */
export interface NewSecrets extends Partial<Omit<ConnectionSecrets, 'current' | 'previous'>> {
  readonly webhook?: string | undefined
}

/**
 * The secrets after a rotation: the previous webhook secret stays until `previousUntil`, when that is given.
 */
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

/** The secrets that are accepted at a time, the current one first. */
export const validAt = (
  { current, previous, previousUntil }: ConnectionSecrets,
  now: string,
): readonly string[] =>
  previous !== undefined && previousUntil !== undefined && now < previousUntil
    ? [current, previous]
    : [current]
