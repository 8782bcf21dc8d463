import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { type Route, resourceServer } from '../../shared/http/route.ts'
import type { Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'
import type { Identity } from './identity.ts'

export interface ApiProps {
  readonly stage: Stage
  readonly identity: Identity
}

/** Rate and burst limit over all callers; above it API Gateway answers 429. */
const throttle = { rateLimit: 500, burstLimit: 1000 }

/** The HTTP API: routes of the slices behind the JWT authorizer, each with its scope. */
export class Api extends Construct {
  readonly httpApi: HttpApi
  readonly accessLogs: LogGroup
  private readonly authorizer: HttpJwtAuthorizer

  constructor(scope: Construct, id: string, { stage, identity }: ApiProps) {
    super(scope, id)
    this.httpApi = new HttpApi(this, 'HttpApi', {
      description: 'Retaguarda: the HTTP API of the suite.',
      createDefaultStage: false,
    })
    this.accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    })
    new HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLogs),
        format: accessLogFormat(),
      },
    })
    this.authorizer = new HttpJwtAuthorizer('Authorizer', identity.issuer, {
      jwtAudience: [identity.machineClient.userPoolClientId, identity.webClient.userPoolClientId],
    })
  }

  /** Routes of a slice; they require a token with the route's scope. */
  addRoutes(slice: string, routes: readonly Route[], handler: IFunction): void {
    const integration = integrationOf(slice, handler)
    for (const { method, path, scope } of routes) {
      this.httpApi.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration,
        authorizer: this.authorizer,
        authorizationScopes: [`${resourceServer}/${scope}`],
      })
    }
  }

  /** Routes that platforms call without a token; the handler verifies each call. */
  addReceiverRoutes(name: string, paths: readonly string[], handler: IFunction): void {
    const integration = integrationOf(name, handler)
    for (const path of paths) {
      const routes = this.httpApi.addRoutes({ path, methods: [HttpMethod.POST], integration })
      for (const route of routes) acknowledge(route, { 'AwsSolutions-APIG4': provenInside })
    }
  }

  /** Public routes. */
  addPublicRoutes(name: string, paths: readonly string[], handler: IFunction): void {
    const integration = integrationOf(name, handler)
    for (const path of paths) {
      const routes = this.httpApi.addRoutes({ path, methods: [HttpMethod.GET], integration })
      for (const route of routes) {
        acknowledge(route, {
          'AwsSolutions-APIG4':
            'The API documents are public: callers read them to learn how to authenticate.',
        })
      }
    }
  }
}

/** Platform calls; see `addReceiverRoutes`. */
const provenInside =
  'Marketplaces and shops call it without a token: the handler verifies the raw body before it parses it.'

/** One permission for the whole API: one per route would exceed the size of the function's policy. */
const integrationOf = (name: string, handler: IFunction): HttpLambdaIntegration =>
  new HttpLambdaIntegration(name, handler, { scopePermissionToRoute: false })

/** JSON without personal data: neither the caller's address nor a path with ids, only the route. */
const accessLogFormat = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      at: '$context.requestTime',
      requestId: '$context.requestId',
      route: '$context.routeKey',
      status: '$context.status',
      milliseconds: '$context.responseLatency',
      integrationMilliseconds: '$context.integrationLatency',
      bytes: '$context.responseLength',
      client: '$context.authorizer.claims.client_id',
      authorizerError: '$context.authorizer.error',
      error: '$context.error.message',
      integrationError: '$context.integrationErrorMessage',
    }),
  )
