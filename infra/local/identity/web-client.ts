import type { CloudResource } from '../contracts.ts'

/** An app client of the template for people. */
export interface WebClient {
  readonly id: string
  /** Reference of the user pool. */
  readonly pool: string
  readonly callbackUrls: readonly string[]
  /** Every scope that it may request. */
  readonly scopes: readonly string[]
  readonly accessSeconds: number
  readonly refreshSeconds: number
  /** Seconds that a used refresh token stays valid; absent without rotation. */
  readonly graceSeconds?: number
}

const secondsIn = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const
type Unit = keyof typeof secondsIn

/** Clients with the code flow, with Cognito's defaults: an hour, thirty days, no rotation. */
export const webClients = (resources: readonly CloudResource[]): WebClient[] =>
  resources
    .filter(({ type, properties }) => {
      const flows: readonly string[] = properties.AllowedOAuthFlows ?? []
      return type === 'AWS::Cognito::UserPoolClient' && flows.includes('code')
    })
    .map(({ ref, properties }) => {
      const { AccessToken = 'hours', RefreshToken = 'days' }: { AccessToken?: Unit; RefreshToken?: Unit } =
        properties.TokenValidityUnits ?? {}
      const rotation: { Feature: string; RetryGracePeriodSeconds?: number } | undefined =
        properties.RefreshTokenRotation
      return {
        id: ref,
        pool: properties.UserPoolId,
        callbackUrls: properties.CallbackURLs ?? [],
        scopes: properties.AllowedOAuthScopes ?? [],
        accessSeconds: (properties.AccessTokenValidity ?? 1) * secondsIn[AccessToken],
        refreshSeconds: (properties.RefreshTokenValidity ?? 30) * secondsIn[RefreshToken],
        ...(rotation?.Feature === 'ENABLED' && { graceSeconds: rotation.RetryGracePeriodSeconds ?? 0 }),
      }
    })

/** Whether a redirect URI is allowed; on loopback addresses any port is (RFC 8252, section 7.3). */
export function mayReturnTo({ callbackUrls }: WebClient, asked: string): boolean {
  if (callbackUrls.includes(asked)) return true
  const url = URL.parse(asked)
  return (
    url !== null && isLoopback(url) && callbackUrls.some((known) => withoutHost(known) === withoutHost(asked))
  )
}

const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1')

/** A loopback URL without host and port; any other URL unchanged. */
function withoutHost(text: string): string {
  const url = new URL(text)
  return isLoopback(url) ? `${url.pathname}${url.search}` : text
}
