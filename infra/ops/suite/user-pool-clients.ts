import { optionalEnv } from '../../../shared/env.ts'
import { callJsonService } from '../../../shared/json-service.client.ts'
import { onlyResource, type Suite } from './suite.ts'

/** A client of the user pool, without its secrets: Cognito shows each only once. */
export interface PoolClient {
  readonly id: string
  readonly name: string
}

/** A client's secret; there are two during a rotation. */
export interface ClientSecret {
  readonly id: string
  readonly createdAt: number
}

type Pool = Pick<Suite, 'resources'>

/** All clients of the suite's user pool: machine clients and the web client. */
export async function listClients(suite: Pool): Promise<PoolClient[]> {
  const found: PoolClient[] = []
  let token: unknown
  do {
    const { UserPoolClients = [], NextToken } = await call(suite, 'ListUserPoolClients', {
      MaxResults: 60,
      ...(token === undefined ? {} : { NextToken: token }),
    })
    for (const { ClientId, ClientName } of UserPoolClients as { ClientId: string; ClientName: string }[])
      found.push({ id: ClientId, name: ClientName })
    token = NextToken
  } while (token !== undefined)
  return found
}

/** Creates a machine client and returns its secret; its tokens last an hour. */
export async function createClient(
  suite: Pool,
  name: string,
  scopes: readonly string[],
): Promise<{ readonly id: string; readonly secret: string }> {
  const { UserPoolClient } = await call(suite, 'CreateUserPoolClient', {
    ClientName: name,
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: scopes,
    AccessTokenValidity: 1,
    TokenValidityUnits: { AccessToken: 'hours' },
    EnableTokenRevocation: true,
    PreventUserExistenceErrors: 'ENABLED',
  })
  const { ClientId, ClientSecret } = UserPoolClient as { ClientId: string; ClientSecret: string }
  return { id: ClientId, secret: ClientSecret }
}

/** A client's secrets, the older one first. Error: no such client. */
export async function secretsOf(suite: Pool, id: string): Promise<ClientSecret[]> {
  const { ClientSecrets = [] } = await call(suite, 'ListUserPoolClientSecrets', { ClientId: id })
  return (ClientSecrets as { ClientSecretId: string; ClientSecretCreateDate: number }[])
    .map((one) => ({ id: one.ClientSecretId, createdAt: one.ClientSecretCreateDate }))
    .sort((a, b) => a.createdAt - b.createdAt)
}

/** Adds a second secret to a client and returns it. */
export async function addSecret(suite: Pool, id: string): Promise<string> {
  const { ClientSecretDescriptor } = await call(suite, 'AddUserPoolClientSecret', { ClientId: id })
  return (ClientSecretDescriptor as { ClientSecretValue: string }).ClientSecretValue
}

/** Deletes one of a client's two secrets. */
export const deleteSecret = async (suite: Pool, id: string, secretId: string): Promise<void> =>
  void (await call(suite, 'DeleteUserPoolClientSecret', { ClientId: id, ClientSecretId: secretId }))

export const deleteClient = async (suite: Pool, id: string): Promise<void> =>
  void (await call(suite, 'DeleteUserPoolClient', { ClientId: id }))

/** Source of the operations: "Amazon Cognito user pools API reference". */
const call = (suite: Pool, operation: string, input: object): Promise<Record<string, unknown>> =>
  callJsonService({
    service: 'cognito-idp',
    endpoint: optionalEnv('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'),
    target: `AWSCognitoIdentityProviderService.${operation}`,
    protocol: '1.1',
    input: { UserPoolId: onlyResource(suite, 'AWS::Cognito::UserPool').id, ...input },
  })
