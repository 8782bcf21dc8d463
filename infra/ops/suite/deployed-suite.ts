import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CommandError } from '../commands/command-error.ts'
import { admitClients } from './authorizer.ts'
import { findInCloudWatch } from './cloudwatch-logs.ts'
import { stackResources } from './stack-resources.ts'
import { ofType, onlyResource, resourceNamed, type Suite } from './suite.ts'

/**
 * The suite of a stage as it is deployed, with the credentials and the region that the AWS CLI would take.
 * Errors: no credentials, no region, no such stack.
 */
export async function deployedSuite(stage: 'dev' | 'prod'): Promise<Suite> {
  await takeCredentials()
  const stacks = [`retaguarda-${stage}-data`, `retaguarda-${stage}-suite`]
  const resources = (await Promise.all(stacks.map(stackResources))).flat()
  const region = process.env['AWS_REGION'] ?? ''
  const api = onlyResource({ resources }, 'AWS::ApiGatewayV2::Api')
  const domain = onlyResource({ resources }, 'AWS::Cognito::UserPoolDomain')
  const logGroups = ofType({ resources }, 'AWS::Logs::LogGroup')
  process.env['TABLE_NAME'] = resourceNamed({ resources }, 'AWS::DynamoDB::Table', 'table').id
  process.env['KEY_TABLE_NAME'] = resourceNamed({ resources }, 'AWS::DynamoDB::Table', 'keys').id
  process.env['EVENT_BUS_NAME'] = onlyResource({ resources }, 'AWS::Events::EventBus').id
  return {
    name: stage,
    api: `https://${api.id}.execute-api.${region}.amazonaws.com`,
    token: `https://${domain.id}.auth.${region}.amazoncognito.com/oauth2/token`,
    resources,
    findLogs: (texts, from, to) => findInCloudWatch(logGroups, texts, from, to),
    admitClients: (ids) => admitClients({ resources }, ids),
    clientOf: () => undefined,
  }
}

/** Puts what the SDK finds (profile, single sign-on, role) where the suite's own clients look for it. */
async function takeCredentials(): Promise<void> {
  const { config } = new DynamoDBClient({})
  try {
    const [region, credentials] = await Promise.all([config.region(), config.credentials()])
    const { accessKeyId, secretAccessKey, sessionToken } = credentials
    Object.assign(process.env, {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    })
  } catch (error) {
    throw new CommandError(`AWS is expected to be reachable as by the AWS CLI: ${(error as Error).message}`)
  }
}
