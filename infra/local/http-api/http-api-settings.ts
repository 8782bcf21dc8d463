import type { CloudClock, CloudResource } from '../contracts.ts'
import { type Authorize, createJwtAuthorizer, type Issuer } from './jwt-authorizer.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'

/** A route of an HTTP API with its integration, authorizer and limits. */
export interface Route {
  /** `GET /items/{id}` or `$default`. */
  readonly key: string
  readonly functionArn: string
  readonly timeoutMs: number
  readonly limit: RateLimit
  readonly scopes: readonly string[]
  readonly authorizer: { readonly resource: CloudResource; readonly authorize: Authorize } | undefined
}

/** An HTTP API of the template. */
export interface ApiSettings {
  readonly id: string
  readonly stage: string
  readonly stageVariables: Readonly<Record<string, string>> | undefined
  readonly accessLogFormat: string | undefined
  readonly cors: CloudResource['properties'] | undefined
  readonly routes: readonly Route[]
}

interface Sources {
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
  /** Finds the local issuer for an issuer URL of the template. */
  readonly issuerOf: (issuerUrl: string) => Issuer | undefined
}

/** Account limits, for stages without limits. */
const ACCOUNT_BURST = 5000
const ACCOUNT_RATE = 10_000
const LONGEST_INTEGRATION_MS = 30_000

/**
 * Reads an HTTP API with its stage, routes, integrations and authorizers.
 *
 * @throws Error naming an unsupported route
 */
export function readApi(api: CloudResource, sources: Sources): ApiSettings {
  const ofApi = (kind: string) =>
    sources.resources.filter(
      ({ type, properties }) => type === `AWS::ApiGatewayV2::${kind}` && properties.ApiId === api.ref,
    )
  const stages = ofApi('Stage')
  const stage = stages.find(({ ref }) => ref === '$default') ?? stages[0]
  const authorizers = new Map(ofApi('Authorizer').map((one) => [one.ref, readAuthorizer(one, sources)]))
  const integrations = new Map(ofApi('Integration').map((one) => [one.ref, one.properties]))

  const routes = ofApi('Route').map(({ properties }): Route => {
    const key = String(properties.RouteKey)
    const integration = integrations.get(String(properties.Target).replace('integrations/', ''))
    if (integration?.PayloadFormatVersion !== '2.0') {
      throw new Error(`Route ${key}: only Lambda integrations with payload format 2.0 run here`)
    }
    const authorizer = authorizers.get(properties.AuthorizerId)
    if ((properties.AuthorizationType ?? 'NONE') !== 'NONE' && authorizer === undefined) {
      throw new Error(`Route ${key}: only JWT authorizers run here`)
    }
    return {
      key,
      functionArn: functionArnOf(String(integration.IntegrationUri)),
      timeoutMs: integration.TimeoutInMillis ?? LONGEST_INTEGRATION_MS,
      limit: limitOf(stage, key, sources.clock),
      scopes: properties.AuthorizationScopes ?? [],
      authorizer: properties.AuthorizationType === 'JWT' ? authorizer : undefined,
    }
  })

  return {
    id: api.ref,
    stage: stage?.ref ?? '$default',
    stageVariables: stage?.properties.StageVariables,
    accessLogFormat: stage?.properties.AccessLogSettings?.Format,
    cors: api.properties.CorsConfiguration,
    routes,
  }
}

function readAuthorizer(resource: CloudResource, { clock, issuerOf }: Sources) {
  const url = String(resource.properties.JwtConfiguration?.Issuer)
  const issuer = issuerOf(url)
  if (issuer === undefined) throw new Error(`Authorizer ${resource.name}: nobody here stands in for ${url}`)
  return { resource, authorize: createJwtAuthorizer(resource, issuer, clock) }
}

/** An integration's URI is the function's ARN, or API Gateway's invocation path around it. */
function functionArnOf(uri: string): string {
  return /arn:aws:lambda:[^/]+/.exec(uri)?.[0] ?? uri
}

function limitOf(stage: CloudResource | undefined, key: string, clock: CloudClock): RateLimit {
  const settings = { ...stage?.properties.DefaultRouteSettings, ...stage?.properties.RouteSettings?.[key] }
  const burst = settings.ThrottlingBurstLimit ?? ACCOUNT_BURST
  const rate = settings.ThrottlingRateLimit ?? ACCOUNT_RATE
  return createRateLimit(burst, rate, clock.now)
}
