import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { callJsonService } from '../../shared/json-service.client.ts'
import type { Endpoints } from '../demo/storefront.ts'
import { environmentOf, type SuiteOutputs } from './deploy.ts'

const root = join(import.meta.dirname, '../..')

/** The machine client of the suite, bound to a store by the documented command. */
export async function boundClient(
  endpoint: string,
  { MachineClientId: id, TableName }: SuiteOutputs,
  store: string,
): Promise<Endpoints['clients'][number]> {
  Object.assign(process.env, environmentOf(endpoint))
  const { UserPools = [] } = (await cognito(endpoint, 'ListUserPools', { MaxResults: 10 })) as {
    UserPools?: { Id: string }[]
  }
  const [pool] = UserPools
  const { UserPoolClient } = (await cognito(endpoint, 'DescribeUserPoolClient', {
    UserPoolId: pool?.Id,
    ClientId: id,
  })) as { UserPoolClient: { ClientSecret: string; AllowedOAuthScopes: string[] } }
  await promisify(execFile)(
    process.execPath,
    [join(root, 'infra/bind-principal.ts'), '--client', id, '--store', store, '--table', TableName],
    { cwd: root },
  )
  return { id, store, secret: UserPoolClient.ClientSecret, scopes: UserPoolClient.AllowedOAuthScopes }
}

const cognito = (endpoint: string, operation: string, input: object) =>
  callJsonService({
    service: 'cognito-idp',
    endpoint,
    target: `AWSCognitoIdentityProviderService.${operation}`,
    protocol: '1.1',
    input,
  })
