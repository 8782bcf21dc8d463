import { env, optionalEnv } from '../../../shared/env.ts'
import { sendSigned } from '../../../shared/signed-request.client.ts'
import { onlyResource, type Suite } from './suite.ts'

/**
 * Makes the HTTP API accept the tokens of exactly these clients, by the audience list of its authorizer. The template
 * stays unchanged, so a deployment keeps the list unless it changes the authorizer; `client admit` then restores it.
 * Error: API Gateway's.
 */
export async function admitClients(suite: Pick<Suite, 'resources'>, ids: readonly string[]): Promise<void> {
  const api = onlyResource(suite, 'AWS::ApiGatewayV2::Api')
  const authorizer = onlyResource(suite, 'AWS::ApiGatewayV2::Authorizer')
  const path = `/v2/apis/${api.id}/authorizers/${authorizer.id}`
  const { jwtConfiguration } = await call('GET', path)
  await call('PATCH', path, { jwtConfiguration: { ...(jwtConfiguration as object), audience: ids } })
}

async function call(method: 'GET' | 'PATCH', path: string, input?: object): Promise<Record<string, unknown>> {
  const { status, body } = await sendSigned({
    service: 'apigateway',
    method,
    endpoint: new URL(
      optionalEnv('AWS_ENDPOINT_URL_APIGATEWAYV2') ?? `https://apigateway.${env('AWS_REGION')}.amazonaws.com`,
    ),
    path,
    ...(input === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) }),
  })
  const text = Buffer.from(body).toString('utf8')
  if (status >= 300) throw new Error(`API Gateway: ${method} ${path}: ${status} ${text.slice(0, 500)}`)
  return JSON.parse(text) as Record<string, unknown>
}
